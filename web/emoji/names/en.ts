// Made by tools/emoji.mjs from Unicode CLDR 48.2.0 (licence: names/LICENSE). Do not change by hand.
export const names: string = `
grinning face|cheerful|cheery|happy|laugh
grinning face with big eyes|awesome|happy|mouth|open
grinning face with smiling eyes|happy|laugh|lol|mouth
beaming face with smiling eyes|grin|grinning|happy|nice
grinning squinting face|closed|eyes|haha|hahaha
grinning face with sweat|cold|dejected|excited|mouth
rolling on the floor laughing|crying|face|funny|haha
face with tears of joy|crying|feels|funny|haha
slightly smiling face|happy|smile
upside-down face|hehe|smile
winking face|flirt|heartbreaker|sexy|slide
smiling face with smiling eyes|blush|glad|satisfied|smile
smiling face with halo|angel|angelic|angels|blessed
smiling face with hearts|3|adore|crush|ily
smiling face with heart-eyes|143|bae|feels|hearts
star-struck|excited|eyes|face|grinning
face blowing a kiss|adorbs|bae|flirt|heart
kissing face|143|date|dating|flirt
kissing face with smiling eyes|143|closed|date|dating
face savoring food|delicious|eat|full|hungry
face with tongue|awesome|cool|nice|party
winking face with tongue|crazy|epic|eye|funny
zany face|crazy|eye|eyes|goofy
squinting face with tongue|closed|eye|eyes|gross
smiling face with open hands|hug|hugging
face with hand over mouth|giggle|giggling|oops|realization
shushing face|quiet|shh
thinking face|chin|consider|hmm|ponder
zipper-mouth face|keep|quiet|secret|shut
face with raised eyebrow|disapproval|disbelief|distrust|emoji
neutral face|awkward|blank|deadpan|expressionless
expressionless face|awkward|dead|fine|inexpressive
face without mouth|awkward|blank|expressionless|mouthless
smirking face|boss|dapper|flirt|homie
unamused face|...|bored|fine|jealous
face with rolling eyes|eyeroll|shade|ugh|whatever
grimacing face|awk|awkward|dentist|grimace
relieved face|calm|peace|relief|zen
pensive face|awful|bored|dejected|died
sleepy face|crying|good|night|sad
drooling face
sleeping face|bed|bedtime|good|goodnight
face with medical mask|cold|dentist|dermatologist|doctor
face with thermometer|ill|sick
face with head-bandage|hurt|injury|ouch
nauseated face|gross|nasty|sick|vomit
sneezing face|fever|flu|gesundheit|sick
hot face|dying|feverish|heat|panting
cold face|blue|blue-faced|freezing|frostbite
exploding head|blown|explode|mind|mindblown
partying face|bday|birthday|celebrate|celebration
smiling face with sunglasses|awesome|beach|bright|bro
nerd face|brainy|clever|expert|geek
face with monocle|classy|fancy|rich|stuffy
confused face|befuddled|confusing|dunno|frown
worried face|anxious|butterflies|nerves|nervous
slightly frowning face|sad
face with open mouth|believe|forgot|omg|shocked
hushed face|epic|omg|stunned|surprised
astonished face|cost|no|omg|shocked
flushed face|amazed|awkward|crazy|dazed
pleading face|begging|big|eyes|mercy
frowning face with open mouth|caught|guard|scared|scary
fearful face|afraid|anxious|blame|scared
anxious face with sweat|blue|cold|eek|mouth
sad but relieved face|anxious|call|close|complicated
crying face|awful|feels|miss|sad
loudly crying face|bawling|sad|sob|tear
face screaming in fear|epic|fearful|munch|scared
confounded face|annoyed|confused|cringe|distraught
disappointed face|awful|blame|dejected|fail
downcast face with sweat|close|cold|feels|headache
weary face|crying|fail|feels|hungry
tired face|cost|feels|nap|sad
yawning face|bedtime|bored|goodnight|nap
face with steam from nose|anger|angry|feels|fume
enraged face|anger|angry|feels|mad
angry face|anger|blame|feels|frustrated
face with symbols on mouth|censor|cursing|cussing|mad
smiling face with horns|demon|devil|fairy|fairytale
skull|body|dead|death|face
pile of poo|bs|comic|doo|dung
clown face
ghost|boo|creature|excited|face
alien|creature|extraterrestrial|face|fairy
robot|face|monster
see-no-evil monkey|embarrassed|face|forbidden|forgot
hear-no-evil monkey|animal|ears|face|forbidden
speak-no-evil monkey|animal|face|forbidden|gesture
thumbs up|+1|good|hand|like
thumbs down|-1|bad|dislike|good
OK hand|awesome|bet|dope|fleek
victory hand|peace
crossed fingers|hand|luck
love-you gesture|fingers|hand|ILY|three
call me hand|hang|loose|Shaka
backhand index pointing left|finger
backhand index pointing right|finger
backhand index pointing up|finger
backhand index pointing down|finger
index pointing up|finger|hand|this
raised hand|5|five|high|stop
hand with fingers splayed|raised|stop
waving hand|bye|cya|g2g|greetings
raised back of hand|backhand
raised fist|clenched|hand|punch|solidarity
oncoming fist|absolutely|agree|boom|bro
clapping hands|applause|approval|awesome|congrats
raising hands|celebration|gesture|hooray|praise
open hands|hug|jazz|swerve
handshake|agreement|deal|meeting
folded hands|appreciate|ask|beg|blessed
writing hand|write
flexed biceps|arm|beast|bench|bodybuilder
eyes|body|face|googly|look
brain|intelligent|smart
baby|babies|children|goo|infant
boy|bright-eyed|child|grandson|kid
girl|bright-eyed|child|daughter|granddaughter
man|adult|bro
woman|adult|lady
old man|adult|bald|elderly|gramps
old woman|adult|elderly|grandma|grandmother
person raising hand|gesture|here|know|me
person bowing|apology|ask|beg|favor
person facepalming|again|bewilder|disbelief|exasperation
person shrugging|doubt|dunno|guess|idk
person tipping hand|fetch|flick|flip|gossip
person gesturing NO|forbidden|gesture|hand|not
person gesturing OK|exercise|gesture|hand|omg
man dancing|dance|dancer|elegant|festive
woman dancing|dance|dancer|elegant|festive
person running|fast|hurry|marathon|move
person walking|amble|gait|hike|man
family|child
woman and man holding hands|bae|bestie|bff|couple
speaking head|face|silhouette
bust in silhouette|mysterious|shadow
busts in silhouette|bff|everyone|friend|friends
dog face|adorbs|animal|pet|puppies
cat face|animal|kitten|kitty|pet
mouse face|animal
hamster|animal|face|pet
rabbit face|animal|bunny|pet
fox|animal|face
bear|animal|face|grizzly|growl
panda|animal|bamboo|face
koala|animal|australia|bear|down
tiger face|animal|big|cat|predator
lion|alpha|animal|face|Leo
cow face|animal|farm|milk|moo
pig face|animal|bacon|farm|pork
frog|animal|face
monkey face|animal|banana
chicken|animal|bird|ornithology
penguin|animal|antarctica|bird|ornithology
bird|animal|ornithology
owl|animal|bird|ornithology|wise
unicorn|face
honeybee|animal|bumblebee|insect|nature
butterfly|insect|pretty
snail|animal|escargot|garden|nature
lady beetle|animal|garden|insect|ladybird
turtle|animal|terrapin|tortoise
snake|animal|bearer|Ophiuchus|serpent
octopus|animal|creature|ocean
tropical fish|animal|fishes
dolphin|animal|beach|flipper|ocean
spouting whale|animal|beach|face|ocean
elephant|animal
horse|animal|equestrian|farm|racehorse
ewe|animal|baa|farm|female
seedling|plant|sapling|sprout|young
herb|leaf|plant
four leaf clover|4|four-leaf|irish|lucky
deciduous tree|forest|green|habitat|shedding
evergreen tree|christmas|forest|pine
cactus|desert|drought|nature|plant
tulip|blossom|flower|growth|plant
rose|beauty|elegant|flower|love
sunflower|outdoors|plant
cherry blossom|flower|plant|spring|springtime
bouquet|anniversary|birthday|date|flower
maple leaf|falling
fallen leaf|autumn|falling
sun with face|beach|bright|day|heat
crescent moon|ramadan|space
star|astronomy|medium|stars|white
glowing star|glittery|night|shining|sparkle
high voltage|danger|electric|electricity|lightning
fire|af|burn|flame|hot
rainbow|gay|genderqueer|glbt|glbtq
sun|bright|rays|space|sunny
sun behind cloud|cloudy|weather
cloud|weather
cloud with rain|weather
snowflake|cold|weather
snowman without snow|cold
water wave|nature|ocean|surf|surfer
droplet|cold|comic|nature|sad
red apple|diet|food|fruit|health
pear|fruit
tangerine|c|citrus|fruit|nectarine
lemon|citrus|fruit|sour
banana|fruit|potassium
watermelon|fruit
grapes|Dionysus|fruit
strawberry|fruit
cherries|berries|cherry|fruit|red
peach|fruit
pineapple|colada|fruit|pina|tropical
coconut|colada|palm|piña
kiwi fruit|food
tomato|food|fruit|vegetable
avocado|food|fruit
carrot|food|vegetable
ear of corn|crops|farm|maize|maze
bread|carbs|food|grain|loaf
croissant|bread|breakfast|crescent|food
cheese wedge
egg|breakfast|food
cooking|breakfast|easy|egg|fry
bacon|breakfast|food|meat
hamburger|eat|fast|food|hungry
french fries|fast|food
pizza|cheese|food|hungry|pepperoni
hot dog|frankfurter|hotdog|sausage
sandwich|bread
taco|mexican
green salad|food
spaghetti|food|meatballs|pasta|restaurant
steaming bowl|chopsticks|food|noodle|pho
sushi|food
cooked rice|food
soft ice cream|dessert|food|icecream|restaurant
doughnut|breakfast|dessert|donut|food
cookie|chip|chocolate|dessert|sweet
birthday cake|bday|celebration|dessert|happy
shortcake|dessert|pastry|slice|sweet
chocolate bar|candy|dessert|halloween|sweet
candy|cavities|dessert|halloween|restaurant
honey pot|barrel|bear|food|honeypot
hot beverage|cafe|caffeine|chai|coffee
teacup without handle|beverage|drink|oolong
glass of milk|drink
beer mug|alcohol|ale|bar|booze
wine glass|alcohol|bar|beverage|booze
clinking glasses|celebrate|drink
tropical drink|alcohol|bar|booze|club
fork and knife with plate|cooking|dinner|eat
automobile|car|driving|vehicle
taxi|cab|cabbie|car|drive
bus|school|vehicle
police car|5–0|cops|patrol
ambulance|emergency|vehicle
fire engine|truck
delivery truck|car|drive|vehicle
bicycle|bike|class|cycling|cyclist
motor scooter
motorcycle|racing
train|arrived|choo|railway
metro|subway|travel
airplane|aeroplane|fly|flying|jet
rocket|launch|rockets|space|travel
helicopter|roflcopter|travel|vehicle
sailboat|resort|sailing|sea|yacht
ship|boat|passenger|travel
anchor|ship|tool
vertical traffic light|drove|intersection|signal|stop
world map
Tokyo tower
castle|building|European
house|building|country|heart|home
house with garden|building|country|heart|home
office building|city|cubical|job
hospital|building|doctor|medicine
bank|building
hotel|building
convenience store|24|building|hours
school|building
factory|building
church|bless|chapel|Christian|cross
mosque|islam|masjid|Muslim|religion
mountain
beach with umbrella
camping
globe showing Europe-Africa|earth|world
cityscape at dusk|building|evening|landscape|sun
night with stars
fountain
party popper|awesome|birthday|celebrate|celebration
confetti ball|celebrate|celebration|party|woohoo
balloon|birthday|celebrate|celebration
wrapped gift|birthday|bow|box|celebration
ribbon|celebration
Christmas tree|celebration
jack-o-lantern|celebration|halloween|pumpkin
trophy|champion|champs|prize|slay
1st place medal|first|gold
2nd place medal|second|silver
3rd place medal|bronze|third
soccer ball|football|futbol|sport
basketball|hoop|sport
american football|bowl|sport|super
baseball|sport
tennis|ball|racquet|sport
volleyball|game
pool 8 ball|8ball|billiard|eight|game
ping pong|ball|bat|game|paddle
badminton|birdie|game|racquet|shuttlecock
boxing glove
flag in hole|golf|sport
fishing pole|entertainment|sport
running shirt|athletics|sash
skis|snow|sport
snowboarder|ski|sport
person surfing|beach|ocean|sport|surfer
person swimming|freestyle|sport|swimmer|triathlon
person biking|bicycle|bicyclist|bike|riding
person in lotus position|cross|legged|legs|meditation
video game|controller|entertainment
game die|dice|entertainment
puzzle piece|clue|interlocking|jigsaw
bullseye|dart|direct|entertainment|game
artist palette|artsy|arty|colorful|creative
performing arts|actor|actress|entertainment|mask
microphone|karaoke|music|sing|sound
headphone|earbud|sound
guitar|instrument|music|strat
musical keyboard|instrument|piano
trumpet|instrument|music
violin|instrument|music
drum|drumsticks|music
clapper board|action|movie
watch|clock|time
mobile phone|cell|communication|telephone
laptop|computer|office|pc|personal
keyboard|computer
desktop computer|monitor
printer|computer
camera|photo|selfie|snap|tbt
video camera|camcorder|tbt
telephone receiver|communication|voip
telephone
television|tv|video
radio|entertainment|tbt|video
alarm clock|hours|hrs|late|time
hourglass not done|flowing|hours|sand|timer
battery
electric plug|electricity
light bulb|comic|electric|idea
flashlight|electric|tool|torch
money with wings|bank|banknote|bill|billion
dollar banknote|bill|currency|money
credit card|bank|cash|charge|money
gem stone|diamond|engagement|jewel|money
wrench|home|improvement|spanner|tool
hammer|home|improvement|repairs|tool
nut and bolt|home|improvement|tool
gear|cog|cogwheel|tool
locked|closed|private
unlocked|cracked|open
key|keys|lock|major|password
door|back|closet|front
couch and lamp|hotel
bed|hotel|sleep
shopping cart|trolley
package|box|communication|delivery|parcel
closed mailbox with raised flag|communication|postbox
envelope|e-mail|email|letter
e-mail|email|letter
memo|communication|media|notes|pencil
page facing up|document|paper
file folder
calendar|date
chart increasing|data|graph|growth|right
chart decreasing|data|down|downward|graph
bar chart|data|graph
pushpin|collage
paperclip
scissors|cut|cutting|paper|tool
wastebasket|can|garbage|trash
books|education|fantasy|knowledge|library
open book|education|fantasy|knowledge|library
magnifying glass tilted left|lab|left-pointing|science|search
label|tag
pill|doctor|drugs|medicated|medicine
adhesive bandage
t-shirt|blue|casual|clothes|clothing
dress|clothes|clothing|dressed|fancy
running shoe|athletic|clothes|clothing|fast
handbag|clothes|clothing|dress|lady
glasses|clothing|eye|eyeglasses|eyewear
ring|diamond|engaged|engagement|married
closed umbrella|clothing|rain
broom|cleaning|sweeping|witch
sponge|absorbing|cleaning|porous|soak
red heart|emotion|love
orange heart|143
yellow heart|143|cardiac|emotion|ily
green heart|143|emotion|ily|love
blue heart|143|emotion|ily|love
purple heart|143|bestest|emotion|ily
black heart|evil|wicked
white heart|143
broken heart|break|crushed|emotion|heartbroken
two hearts|143|anniversary|date|dating
hundred points|100|a+|agree|clearly
anger symbol|angry|comic|mad|upset
collision|bomb|boom|collide|comic
dizzy|comic|shining|shooting|star
sweat droplets|comic|drip|drops|splashing
ZZZ|comic|good|goodnight|sleep
speech balloon|bubble|comic|dialog|message
thought balloon|bubble|cartoon|cloud|comic
check mark button|✓|checked|checkmark|complete
check box with check|✓|ballot|checked|done
check mark|✓|checked|checkmark|done
cross mark|×|cancel|multiplication|multiply
cross mark button|×|multiplication|multiply|square
red exclamation mark|!|punctuation
red question mark|?|punctuation
double exclamation mark|!|!!|bangbang|punctuation
warning|caution
prohibited|entry|forbidden|no|not
no entry|do|fail|forbidden|not
recycling symbol|recycle
plus|+
minus|-|−|heavy|math
right arrow|cardinal|direction|east
left arrow|cardinal|direction|west
up arrow|cardinal|direction|north
down arrow|cardinal|direction|south
counterclockwise arrows button|again|anticlockwise|deja|refresh
BACK arrow
SOON arrow|brb|omw
information|I
OK button|okay
NEW button
FREE button
bell|break|church|sound
bell with slash|forbidden|mute|no|not
musical note|sound
musical notes|sound
red circle|geometric
orange circle
yellow circle
green circle
blue circle|geometric
purple circle
black circle|geometric
white circle|geometric
chequered flag|checkered|finish|flags|game
triangular flag|construction|golf|post
white flag|waving
sparkles|*|magic|star
`;
