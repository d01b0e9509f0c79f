//! The bot that needs nothing: it recognises what customers of a CRM mostly want, says back what it understood,
//! and offers the prompts and a person. It never claims to have done anything.

use antiphon_base::Result;
use futures_util::future::BoxFuture;

use super::bot::{About, Bot, Tell};
use crate::text;

/// The built-in bot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Echo;

/// Longest piece of a question that is repeated, in characters.
const REPEATED: usize = 160;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Anger,
    Person,
    Contact,
    Ticket,
    Meeting,
    Thanks,
    Greeting,
    Nothing,
    Other,
}

/// What is recognised, by folded words or beginnings of words, most urgent first.
const SIGNS: &[(Meaning, &[&str])] = &[
    (
        Meaning::Anger,
        &[
            "angry",
            "furious",
            "ridiculous",
            "unacceptable",
            "terrible",
            "awful",
            "useless",
            "worst",
            "scam",
            "fed up",
            "sick of",
            "complain",
            "disgrac",
            "outrage",
            "appalling",
            "disappointed",
            "money back",
            "rip off",
        ],
    ),
    (
        Meaning::Person,
        &[
            "human",
            "real person",
            "to a person",
            "to someone",
            "an agent",
            "representative",
            "operator",
            "call me",
            "somebody real",
        ],
    ),
    (
        Meaning::Meeting,
        &[
            "meeting",
            "appointment",
            "schedule",
            "reschedule",
            "demo",
            "calendar",
            "book a call",
            "calendly",
            "we meet",
            "i meet",
            "meet on",
            "meet at",
            "meet with",
            "meet you",
            "meet tomorrow",
            "meet next",
            "meet up",
            "like to meet",
        ],
    ),
    (
        Meaning::Ticket,
        &[
            "ticket",
            "issue",
            "bug",
            "broken",
            "does not work",
            "doesn't work",
            "not working",
            "error",
            "crash",
            "refund",
            "order",
            "invoice",
        ],
    ),
    (
        Meaning::Contact,
        &["email", "e-mail", "phone number", "my address", "new address", "contact detail", "my details", "on file", "my name"],
    ),
    (Meaning::Thanks, &["thank", "thanks", "thx", "cheers", "much appreciated", "great help"]),
    (Meaning::Greeting, &["hello", "hi", "hey", "good morning", "good afternoon", "good evening", "greetings"]),
];

/// A language that is recognised by its script or its small words, and what is said in it.
struct Tongue {
    /// Whether a letter is of this language's script, where that is its own.
    letter: fn(char) -> bool,
    /// Frequent words that are neither English nor parts of names, folded.
    sure: &'static str,
    /// Those that are: they count where others are there.
    small: &'static str,
    reply: &'static str,
}

const TONGUES: &[Tongue] = &[
    Tongue {
        letter: |_| false,
        sure: "hallo guten ich wir ihr mir mich ihnen nicht bitte danke habe haben brauche brauchen mochte kann konnen mein meine meinen ist \
            sind eine einen und oder aber wie wo wann warum fur funktioniert bestellung rechnung",
        small: "die der das den dem ein von zu mit auf im sie hat tag abend morgen",
        reply: "Ich antworte bisher nur auf Englisch. Ihre Nachricht ist gespeichert. Einen Menschen erreichen Sie in einem neuen Gespräch mit dem Team, gern auf Deutsch.",
    },
    Tongue {
        letter: |_| false,
        sure: "bonjour bonsoir salut je nous vous elle merci votre vos sont suis avez une quand pourquoi avec dans que qui plait \
            aide commande facture est ma mes ou",
        small: "le la les un des du de et pour sur pas ne en il mon ai",
        reply: "Je ne réponds pour l'instant qu'en anglais. Votre message est enregistré. Pour joindre une personne, commencez une nouvelle conversation avec l'équipe, en français si vous voulez.",
    },
    Tongue {
        letter: |_| false,
        sure: "hola buenos buenas dias tardes noches gracias quiero necesito tengo puedo estoy esta donde cuando pero para por que favor \
            ayuda pedido mi mis funciona semana pasada compre factura",
        small: "el la los las un una del de y o su como con no me se lo en es son",
        reply: "Por ahora solo respondo en inglés. Su mensaje está guardado. Para hablar con una persona, empiece una conversación nueva con el equipo, en español si quiere.",
    },
    Tongue {
        letter: |_| false,
        sure: "ola oi bom boa dia tarde noite obrigado obrigada quero preciso tenho posso estou voce voces meu minha meus uma onde quando nao \
            sao para por que favor ajuda pedido funciona semana passada comprei esta fatura",
        small: "o a os as um da do dos das no na de e com me se em eu seu sua mas como",
        reply: "Por enquanto só respondo em inglês. Sua mensagem está guardada. Para falar com uma pessoa, comece uma nova conversa com a equipe, em português se quiser.",
    },
    Tongue {
        letter: |c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'),
        sure: "",
        small: "",
        reply: "今のところ、お答えできるのは英語だけです。メッセージは保存されています。担当者とお話しになるには、チームとの新しい会話を日本語で始めてください。",
    },
    Tongue {
        letter: |c| matches!(c, '\u{0620}'..='\u{064a}'),
        sure: "",
        small: "",
        reply: "أجيب حاليًا بالإنجليزية فقط. رسالتك محفوظة. للتحدث مع شخص، ابدأ محادثة جديدة مع الفريق، بالعربية إن أردت.",
    },
];

/// Frequent words of English: what has as many of them as of another language's is English.
const ENGLISH: &str = "hello hi hey i im you we they it he she me my your our the a an is are am was be do does did not no can could \
    have has and or but how where when why what which with from to for on in of at that this please thanks as so if by all about \
    still order email mail call called reset change show office help need want";

impl Bot for Echo {
    fn name(&self) -> &'static str {
        "Assistant"
    }

    /// It has the answer at once, and tells it by sentences.
    fn answer<'a>(&'a self, about: &'a About, tell: &'a Tell<'a>) -> BoxFuture<'a, Result<String>> {
        let answer = reply(about);
        for sentence in answer.split_inclusive(['.', '?', '!', '\n']) {
            tell(sentence);
        }
        Box::pin(std::future::ready(Ok(answer)))
    }
}

fn reply(about: &About) -> String {
    if let Some(tongue) = tongue_of(&about.question) {
        return tongue.reply.to_owned();
    }
    let name = about.asker.split_whitespace().next().filter(|name| !matches!(*name, "Visitor" | "Customer"));
    let you = name.map_or(String::new(), |name| format!(", {name}"));
    let heard = repeated(&about.question);
    match meaning_of(&about.question) {
        Meaning::Greeting => {
            let again = if about.before.iter().any(|line| line.by_bot) { "Hello again" } else { "Hello" };
            if says_more(&about.question) {
                format!("{again}{you}. You wrote: {heard} I am a simple assistant and may not know this. {}", offer(about))
            } else {
                format!("{again}{you}. I am the assistant. {}", offer(about))
            }
        }
        Meaning::Thanks => format!("You are welcome{you}. Write here whenever there is something else."),
        Meaning::Contact => {
            let known = match &about.email {
                Some(email) => format!("On file for you is the address {email}."),
                None => "There is no e-mail address on file for you yet.".to_owned(),
            };
            format!(
                "You wrote about your contact details: {heard} {known} A person of the team can change it; \
                 say \"talk to a person\", and I tell you how to reach one."
            )
        }
        Meaning::Ticket if has_number(&about.question) => format!(
            "You wrote about a ticket or an order: {heard} It is kept in this conversation, and a person finds it by that number. \
             What did you expect, and what happened instead?"
        ),
        Meaning::Ticket => format!(
            "I understand that something does not work as it should: {heard} It is kept in this conversation. \
             What did you expect, and what happened instead? With a ticket or order number a person finds it at once."
        ),
        Meaning::Meeting => format!(
            "You would like to meet: {heard} Which days and times suit you, and in which time zone? \
             It is kept here; only a person can confirm a time."
        ),
        Meaning::Anger => format!(
            "I am sorry{you}; that should not have happened. What you wrote is kept here: {heard} \
             Say \"talk to a person\", and I tell you how to reach one."
        ),
        Meaning::Person => {
            format!(
                "Of course{you}. I cannot call anybody myself. Add a colleague to this conversation, who then reads all of it, \
                 or begin a new one with the team: a person answers there."
            )
        }
        Meaning::Nothing => format!("I could not make sense of that. {}", offer(about)),
        Meaning::Other => format!("You wrote: {heard} I am a simple assistant and may not know this. {}", offer(about)),
    }
}

/// Whether there is more to it than a greeting.
fn says_more(question: &str) -> bool {
    words(&text::fold(question)).len() > 4
}

/// Whether there is a number in it that could be a ticket's or an order's.
fn has_number(question: &str) -> bool {
    words(question).iter().any(|word| word.chars().any(|c| c.is_ascii_digit()))
}

/// The prompts and a person.
fn offer(about: &About) -> String {
    let titles = about.prompts.iter().take(4).map(|title| format!("\u{201c}{title}\u{201d}")).collect::<Vec<_>>();
    if titles.is_empty() {
        "Tell me what it is about, or say \u{201c}talk to a person\u{201d}.".to_owned()
    } else {
        format!("You can begin with {}, or say \u{201c}talk to a person\u{201d}.", titles.join(", "))
    }
}

/// The question on one line, shortened, in quotation marks: the asker's own words, without the lines they quote and the
/// marks around code.
fn repeated(question: &str) -> String {
    let own = |line: &&str| !line.trim_start().starts_with(['>', '`']);
    let mut line = question.lines().filter(own).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        line = question.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let short = line.chars().take(REPEATED).collect::<String>();
    let more = if short.len() < line.len() { "…" } else { "" };
    format!("\u{201c}{short}{more}\u{201d}.")
}

fn meaning_of(question: &str) -> Meaning {
    let folded = text::fold(question);
    let padded = format!(" {} ", words(&folded).join(" "));
    if !folded.chars().any(char::is_alphabetic) {
        return Meaning::Nothing;
    }
    // Shouting counts as anger only where there is enough of it.
    let letters = question.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 12 && question.chars().filter(|c| c.is_uppercase()).count() * 10 > letters * 8 {
        return Meaning::Anger;
    }
    let found = SIGNS.iter().find(|(_, signs)| signs.iter().any(|sign| begins_a_word(&padded, sign)));
    match found {
        Some((meaning, _)) => *meaning,
        None if is_babble(&folded) => Meaning::Nothing,
        None => Meaning::Other,
    }
}

/// Short signs stand for whole words; longer ones also for their endings.
fn begins_a_word(padded: &str, sign: &str) -> bool {
    let sign = words(sign).join(" ");
    if sign.len() <= 4 { padded.contains(&format!(" {sign} ")) } else { padded.contains(&format!(" {sign}")) }
}

fn words(folded: &str) -> Vec<&str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// One long run without a vowel in sight, as a cat types.
fn is_babble(folded: &str) -> bool {
    let words = words(folded);
    words.iter().all(|word| {
        let vowels = word.chars().filter(|c| "aeiouy".contains(*c)).count();
        word.is_ascii() && word.len() > 3 && vowels * 5 < word.len()
    })
}

/// The language of a question that is clearly not English: by the script of most of its letters, or by two sure words
/// (one, where nothing else stands) among a third that are this language's. In doubt it is English.
fn tongue_of(question: &str) -> Option<&'static Tongue> {
    let letters = question.chars().filter(|c| c.is_alphabetic()).count();
    let of_script = |tongue: &&Tongue| question.chars().filter(|c| (tongue.letter)(*c)).count() * 2 > letters;
    if let Some(tongue) = TONGUES.iter().find(of_script) {
        return Some(tongue);
    }
    let words = text::words(question);
    let hits = |signs: &str| words.iter().filter(|word| signs.split_whitespace().any(|sign| sign == *word)).count();
    let all = |tongue: &Tongue| hits(tongue.sure) + hits(tongue.small);
    // The first of those with as many: Spanish before Portuguese where the words are the same.
    let best = TONGUES.iter().rev().max_by_key(|tongue| (hits(tongue.sure), all(tongue)))?;
    let sure = hits(best.sure);
    let is_clear = sure >= 2 || (sure == 1 && all(best) == words.len());
    (is_clear && all(best) * 3 >= words.len() && all(best) > hits(ENGLISH)).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::super::bot::Line;
    use super::*;

    fn ask(question: &str) -> String {
        reply(&About {
            asker: "Vera Holm".into(),
            email: Some("vera@shop.test".into()),
            question: question.into(),
            before: Vec::new(),
            prompts: vec!["Ask a question".into(), "Where is my ticket?".into()],
        })
    }

    #[test]
    fn twenty_dialogues() {
        for (question, answer) in [
            ("Hi", "Hello, Vera. I am the assistant. You can begin with \u{201c}Ask a question\u{201d}"),
            ("good morning!!", "Hello, Vera."),
            ("Hey there", "Hello, Vera."),
            ("Which email do you have on file for me?", "the address vera@shop.test"),
            (
                "I have a new address: 5 Oak Lane",
                "You wrote about your contact details: \u{201c}I have a new address: 5 Oak Lane\u{201d}",
            ),
            ("My phone number changed", "You wrote about your contact details"),
            ("What is the state of my ticket 4711?", "a person finds it by that number"),
            ("The export is broken", "something does not work as it should: \u{201c}The export is broken\u{201d}"),
            ("I want a refund for order 12", "It is kept in this conversation"),
            ("Can we schedule a demo next week?", "Which days and times suit you"),
            ("Can we meet next Tuesday at 3?", "Which days and times suit you"),
            ("I need to move our appointment", "You would like to meet: \u{201c}I need to move our appointment\u{201d}"),
            ("Thanks a lot!", "You are welcome, Vera."),
            ("thank you, that helped", "You are welcome, Vera."),
            ("asdfghjkl qwrtzp", "I could not make sense of that."),
            ("????", "I could not make sense of that."),
            ("Hallo, ich habe eine Frage", "Deutsch"),
            ("Bonjour, je ne trouve pas ma facture", "français"),
            ("Hola, necesito ayuda con mi pedido", "español"),
            ("This is ridiculous, I am furious", "I am sorry, Vera"),
            ("WHY DOES NOBODY ANSWER ME", "I am sorry, Vera"),
            ("this is outrageous, I want my money back", "I am sorry, Vera"),
            ("I want to talk to a person", "Of course, Vera. I cannot call anybody myself."),
            ("Do you ship to Iceland?", "You wrote: \u{201c}Do you ship to Iceland?\u{201d}. I am a simple assistant"),
        ] {
            let said = ask(question);
            assert!(said.contains(answer), "{question} -> {said}");
        }
    }

    #[test]
    fn a_question_in_another_language_is_answered_in_it_and_an_english_one_in_english() {
        for (question, reply) in [
            ("Wo ist meine Bestellung?", "Deutsch"),
            ("Die Lampe, die ich letzte Woche bekommen habe, funktioniert nicht mehr", "Deutsch"),
            ("Où est ma commande ?", "français"),
            ("Ma lampe est arrivée cassée, que dois-je faire ?", "français"),
            ("¿Dónde está mi pedido?", "español"),
            ("La lámpara que compré la semana pasada no funciona", "español"),
            ("Onde está o meu pedido?", "português"),
            ("A lâmpada que comprei na semana passada não funciona", "português"),
            ("注文はどこですか", "英語だけ"),
            ("أين طلبي؟", "بالإنجليزية"),
            ("Where is the order for El Camino Real?", "something does not work"),
            ("I need a hotel in Des Moines", "You wrote"),
            ("Can I pay in instalments?", "You wrote"),
            ("Do I get a reply in English?", "You wrote"),
            ("Is La Paz on the list of cities you ship to?", "You wrote"),
            ("As soon as possible", "You wrote"),
            ("Change e-mail address", "contact details"),
            ("Show tickets as table", "With a ticket"),
            ("Hello, where is ticket 77?", "by that number"),
            ("Hello, my invoice is wrong", "does not work"),
            ("Hello, a question about your opening hours", "Hello, Vera. You wrote"),
            ("Can I meet on Tuesday at 10?", "like to meet"),
            ("im still waiting", "You wrote"),
            ("im angry", "I am sorry"),
            ("Add tag", "You wrote"),
            ("Los Angeles office", "You wrote"),
            ("Call Patrick O'Brien", "You wrote"),
            ("Vitamin C tablets", "You wrote"),
            ("Maria de la Cruz called", "You wrote"),
            ("Order for Café de la Paix", "something does not work"),
            ("E-mail Oscar de Souza", "contact details"),
            ("My colleague wrote ありがとう to me, what does it mean?", "You wrote"),
            ("email ali@example.com اسمي علي", "contact details"),
            ("Danke!", "Deutsch"),
            ("Guten Tag", "Deutsch"),
            ("Ich brauche ein Ticket", "Deutsch"),
            ("Buenas noches", "español"),
            ("Boa noite", "português"),
            ("Merci", "français"),
            ("配送状況を確認したい", "英語だけ"),
        ] {
            let said = ask(question);
            assert!(said.contains(reply), "{question} -> {said}");
        }
    }

    #[test]
    fn it_knows_when_it_has_greeted_before_and_when_it_knows_nobody() {
        let about =
            |asker: &str, before: Vec<Line>| About { asker: asker.into(), question: "hello".into(), before, ..About::default() };
        assert!(reply(&about("Visitor 12", Vec::new())).starts_with("Hello. I am"));
        let before = vec![Line { by_bot: true, text: "Hello.".into() }];
        assert!(reply(&about("Vera", before)).starts_with("Hello again, Vera."));
        assert!(reply(&About { question: "my email?".into(), ..About::default() }).contains("no e-mail address on file"));
    }

    #[test]
    fn a_long_question_is_repeated_shortened_and_on_one_line() {
        let said = ask(&format!("Please\nexplain {}", "very ".repeat(100)));
        assert!(said.contains("Please explain very") && said.contains('…') && !said.contains('\n'));
        assert!(said.chars().count() < 500);
        let said = ask("> You wrote that it ships\nWhat about this?\n```js\nlet x = 1\n```");
        assert!(said.contains("\u{201c}What about this? let x = 1\u{201d}"), "{said}");
        assert!(ask("> all of it quoted").contains("\u{201c}> all of it quoted\u{201d}"));
    }
}
