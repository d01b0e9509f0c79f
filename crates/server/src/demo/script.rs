//! What was said in the sample shop during the last weeks. Times are minutes before now; lines of all
//! conversations are played in one order, since a clock only goes forward.

use antiphon_base::Timestamp;
use antiphon_desk::Desk;
use antiphon_desk::actor::Actor;
use antiphon_desk::conversations::{self, ConversationChange, MessageKind, NewConversation, NewMessage, Status};
use antiphon_desk::created::Created;
use antiphon_desk::ids::ConversationId;
use antiphon_desk::live::PositionKind;
use anyhow::{Context as _, Result};
use chrono::TimeDelta;

use super::cast::Cast;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// When the first person came in.
pub(super) const BEGAN_MINUTES_AGO: i64 = 25 * DAY;

/// Who speaks. `Visitor` counts through the cast's list.
#[derive(Clone, Copy)]
enum Who {
    Ana,
    Jonas,
    Maya,
    Wren,
    Visitor(usize),
}

use Who::{Ana, Jonas, Maya, Visitor, Wren};

/// One thing that happens in a conversation.
enum Line {
    /// Said to everybody in it.
    Says(Who, &'static str),
    /// Said among staff.
    Notes(Who, &'static str),
    /// Given to an agent.
    Assigns(Who, Who),
    /// Given a title.
    Titles(Who, &'static str),
    /// Brought to another status.
    Sets(Who, Status),
    /// Seen up to here.
    Reads(Who),
}

use Line::{Assigns, Notes, Reads, Says, Sets, Titles};

/// Lines with their minutes before now. The first is the customer's first message.
type Talk = &'static [(i64, Line)];

const TALKS: &[Talk] = &[
    &[
        (21 * DAY, Says(Visitor(3), "Bonjour! Do you ship the Halo pendant to France, and is the plug included?")),
        (
            21 * DAY - 4,
            Says(
                Ana,
                "Bonjour Lucas! Yes, we ship to France in 3 to 5 days. The pendant is wired to the ceiling, so it has no plug; a ceiling rose is included.",
            ),
        ),
        (21 * DAY - 9, Says(Visitor(3), "Perfect, merci beaucoup.")),
        (21 * DAY - 11, Sets(Ana, Status::Resolved)),
    ],
    &[
        (17 * DAY, Says(Visitor(0), "Hi, my order LO-20418 says delivered but there is nothing here.")),
        (
            17 * DAY - 6,
            Says(Jonas, "Hi Priya, sorry about that! Let me ask the carrier for the delivery photo. One moment, please."),
        ),
        (
            17 * DAY - 7,
            Notes(
                Jonas,
                "Carrier photo shows a blue door. Her address has a white one in the street view. Misdelivery, I think.",
            ),
        ),
        (
            17 * DAY - 31,
            Says(
                Jonas,
                "It was left at number 14 instead of 41. The driver collects it today and brings it to you before 18:00.",
            ),
        ),
        (17 * DAY - 34, Says(Visitor(0), "Oh wow, thank you for the quick help!")),
        (17 * DAY - 9 * HOUR, Says(Visitor(0), "It's here now, and it's beautiful.")),
        (17 * DAY - 9 * HOUR - 12, Says(Jonas, "So glad to hear it. Enjoy the lamp, Priya!")),
        (17 * DAY - 9 * HOUR - 13, Sets(Jonas, Status::Resolved)),
    ],
    &[
        (
            12 * DAY,
            Says(Visitor(4), "Hello, I furnish a 14-room guest house. Do you offer trade prices on the Fjord bedside table?"),
        ),
        (
            12 * DAY - 15,
            Says(Ana, "Hello Hannah, we do: from ten pieces on it is 15 %. Shall I write you an offer for 14 tables?"),
        ),
        (12 * DAY - 22, Says(Visitor(4), "Please, for 28 – two in each room. Oiled, not lacquered.")),
        (12 * DAY - 25, Assigns(Ana, Maya)),
        (12 * DAY - 26, Notes(Ana, "Maya, this is above my limit. 28 tables, oiled. She was on the trade page twice this week.")),
        (
            12 * DAY - 90,
            Says(
                Maya,
                "Good afternoon Hannah, Maya here. For 28 oiled tables I can offer 22 % and free delivery in one go. The offer is on its way to your inbox.",
            ),
        ),
        (12 * DAY - 95, Titles(Maya, "Trade offer: 28 Fjord tables")),
        (11 * DAY, Says(Visitor(4), "That works for us. I'll confirm with my partner on Friday.")),
        (11 * DAY - 20, Sets(Maya, Status::Pending)),
    ],
    &[
        (8 * DAY, Says(Visitor(5), "My Ember desk lamp flickers on the lowest setting. Is that normal?")),
        (8 * DAY - 3, Says(Jonas, "Hi Mateo! No, it should be steady. Which bulb is in it: the one it came with?")),
        (8 * DAY - 5, Says(Visitor(5), "A different one, I broke the first. It says 4 W, not dimmable.")),
        (8 * DAY - 8, Says(Jonas, "That explains it: the dimmer needs a dimmable bulb. I am sending you one, free of charge.")),
        (8 * DAY - 10, Says(Visitor(5), "You people are the best.")),
        (8 * DAY - 12, Sets(Jonas, Status::Resolved)),
    ],
    &[
        (
            5 * DAY,
            Says(
                Wren,
                "Hi! I am drawing a reading corner for a client. Could I get the dimensions of the Oak & Linen floor lamp with the small shade?",
            ),
        ),
        (
            5 * DAY - 10,
            Says(
                Ana,
                "Hi Wren! 148 cm high, the foot is 28 cm wide, the small shade 35 cm. There is a drawing too; do you work with DWG or PDF?",
            ),
        ),
        (5 * DAY - 14, Says(Wren, "DWG would be lovely.")),
        (5 * DAY - 18, Says(Ana, "Sent to your address. Tell us how the corner turns out!")),
        (2 * DAY, Says(Wren, "The client loves it. Can I reserve three for the first week of next month?")),
        (2 * DAY - 8, Says(Ana, "Reserved under your name until the 10th. I'll ping you when they are packed.")),
        (2 * DAY - 9, Assigns(Ana, Ana)),
        (2 * DAY - 10, Titles(Ana, "Reservation: three Oak & Linen lamps")),
        (2 * DAY - 30, Reads(Wren)),
    ],
    &[
        (3 * DAY, Says(Visitor(6), "Is the walnut stain on the Arc shelf safe for a nursery?")),
        (
            3 * DAY - 7,
            Says(
                Jonas,
                "Yes, Grace: it is a plant oil, certified for toys (EN 71-3). Let it air for two days after unpacking and you are all set.",
            ),
        ),
        (3 * DAY - 12, Says(Visitor(6), "Great, ordering now.")),
        (3 * DAY - 15, Sets(Jonas, Status::Resolved)),
    ],
    &[
        (30 * HOUR, Says(Visitor(1), "Hey, I'd like to return the Birch wall light. It is too small over our mirror.")),
        (
            30 * HOUR - 11,
            Says(
                Ana,
                "Hi Tom, no problem, you have 60 days. Shall we refund it, or would the 60 cm version help? It is in stock.",
            ),
        ),
        (29 * HOUR, Says(Visitor(1), "Ooh, I did not know there was a bigger one. How much is the difference?")),
        (29 * HOUR - 5, Says(Ana, "38 €. We send the new one first, and the courier takes the old one along.")),
        (29 * HOUR - 6, Notes(Ana, "If he takes it: use the exchange form, not return + order, or stock counts twice.")),
        (6 * HOUR, Says(Visitor(1), "Let's do that!")),
        (6 * HOUR - 1, Assigns(Ana, Ana)),
    ],
    &[
        (26 * HOUR, Says(Visitor(7), "can i pay in 3 parts?")),
        (
            26 * HOUR - 20,
            Says(Jonas, "Yes: choose “Pay in parts” at the checkout, it costs nothing extra. Anything else I can do?"),
        ),
        (25 * HOUR, Sets(Jonas, Status::Pending)),
    ],
    &[
        (4 * HOUR, Says(Visitor(2), "Merhaba! The discount code WARMLIGHT does not work for me.")),
        (
            4 * HOUR - 6,
            Says(Jonas, "Hi Elif! It is for orders above 120 €, and your basket is at 114. Shall I make you a code that works?"),
        ),
        (4 * HOUR - 9, Says(Visitor(2), "That would be very kind 🙏")),
        (4 * HOUR - 10, Assigns(Jonas, Jonas)),
        (4 * HOUR - 12, Says(Jonas, "Here you are: ELIF-10. Good for 48 hours.")),
        (4 * HOUR - 25, Reads(Visitor(2))),
    ],
    &[
        (
            95,
            Says(
                Visitor(8),
                "Two of the four shelf brackets were missing in my parcel (LO-21077). I wanted to put it up tonight :(",
            ),
        ),
        (
            90,
            Says(Ana, "Oh no, Ines, I am sorry! I can have the courier bring two this afternoon. Does 16:00 to 18:00 suit you?"),
        ),
        (84, Says(Visitor(8), "Yes!! Thank you. Please ring at Duarte, second floor.")),
        (83, Notes(Ana, "Third parcel without brackets this week. @Jonas can you tell the packers to check batch 44?")),
        (71, Notes(Jonas, "Told them. They found the box with the loose ones.")),
        (70, Assigns(Ana, Ana)),
    ],
    &[
        (
            38,
            Says(
                Visitor(3),
                "Hello again! The Halo pendant hangs beautifully. One question: which bulb makes the light a little warmer?",
            ),
        ),
        (36, Says(Visitor(3), "The one in it says 3000 K.")),
    ],
    &[(
        14,
        Says(
            Visitor(6),
            "Hi, I ordered the Arc shelf three days ago (LO-21044) and would like to change the delivery address. Is it too late?",
        ),
    )],
    &[(6, Says(Visitor(5), "Quick one: do you have a showroom in Lisbon?"))],
];

/// Plays all talks up to now.
pub(super) async fn play(desk: &Desk, cast: &Cast, now: Timestamp) -> Result<()> {
    let mut steps: Vec<(i64, usize, &Line)> =
        TALKS.iter().enumerate().flat_map(|(talk, lines)| lines.iter().map(move |(ago, line)| (*ago, talk, line))).collect();
    steps.sort_by_key(|(ago, ..)| std::cmp::Reverse(*ago));
    let mut conversations: Vec<Option<ConversationId>> = vec![None; TALKS.len()];
    for (place, (ago, talk, line)) in steps.into_iter().enumerate() {
        // A few seconds off the minute: nobody writes on the full minute.
        let at = now - TimeDelta::minutes(ago) + TimeDelta::seconds(i64::try_from(place * 17 % 45)?);
        desk.clock.advance((at - desk.clock.now()).to_std().unwrap_or_default());
        conversations[talk] = Some(
            carry_out(desk, cast, conversations[talk], line).await.with_context(|| format!("talk {talk}, {ago} minutes ago"))?,
        );
    }
    // What is left of the time until now, so that nothing of the sample lies in the future.
    desk.clock.advance((now - desk.clock.now()).to_std().unwrap_or_default());
    Ok(())
}

async fn carry_out(desk: &Desk, cast: &Cast, conversation: Option<ConversationId>, line: &Line) -> Result<ConversationId> {
    let Some(id) = conversation else {
        let Says(who, text) = line else { anyhow::bail!("a talk begins with a message") };
        let new = NewConversation { message: Some(message(text, MessageKind::Message)), ..NewConversation::default() };
        let (Created::New(started) | Created::Again(started)) =
            conversations::start_conversation(desk, actor(cast, *who), new).await?;
        return Ok(started.conversation.id);
    };
    let change = |change: ConversationChange, who: Who| async move {
        conversations::update_conversation(desk, actor(cast, who), id, change).await.map(drop)
    };
    match line {
        Says(who, text) => {
            drop(conversations::send_message(desk, actor(cast, *who), id, message(text, MessageKind::Message)).await?)
        }
        Notes(who, text) => {
            drop(conversations::send_message(desk, actor(cast, *who), id, message(text, MessageKind::Note)).await?)
        }
        Assigns(who, to) => {
            let assignee_id = Some(Some(actor(cast, *to).principal));
            change(ConversationChange { assignee_id, ..ConversationChange::default() }, *who).await?;
        }
        Titles(who, title) => {
            let title = Some(Some((*title).to_owned()));
            change(ConversationChange { title, ..ConversationChange::default() }, *who).await?;
        }
        Sets(who, status) => change(ConversationChange { status: Some(*status), ..ConversationChange::default() }, *who).await?,
        Reads(who) => {
            let seen = conversations::get_conversation(desk, actor(cast, *who), id).await?;
            conversations::mark_position(desk, actor(cast, *who), id, PositionKind::Read, seen.conversation.last_seq).await?;
        }
    }
    Ok(id)
}

fn message(text: &str, kind: MessageKind) -> NewMessage {
    NewMessage { kind, ..NewMessage::of(text.to_owned(), None) }
}

fn actor(cast: &Cast, who: Who) -> &Actor {
    match who {
        Ana => &cast.ana,
        Jonas => &cast.jonas,
        Maya => &cast.maya,
        Wren => &cast.wren,
        Visitor(place) => &cast.visitors[place],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_talk_begins_with_a_customer_and_goes_forward_in_time() {
        for talk in TALKS {
            assert!(matches!(talk[0].1, Says(Visitor(_) | Wren, _)));
            assert!(talk.windows(2).all(|pair| pair[0].0 > pair[1].0), "times of {}", talk[0].0);
            assert!(talk[0].0 < BEGAN_MINUTES_AGO && talk[talk.len() - 1].0 >= 1);
        }
    }
}
