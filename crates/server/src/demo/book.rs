//! What the sample shop knows of its customers: companies, attributes, notes, pages visited, and people who never wrote.

use std::collections::BTreeMap;

use antiphon_desk::Desk;
use antiphon_desk::actor::Actor;
use antiphon_desk::contacts::{self, AttributeType, ContactChange, NewAttribute, NewCompany, NoteText};
use antiphon_desk::ids::CompanyId;
use anyhow::Result;
use serde_json::{Value, json};

/// Key, label, type, choices.
const ATTRIBUTES: [(&str, &str, AttributeType, &[&str]); 5] = [
    ("segment", "Segment", AttributeType::List, &["Private", "Interior designer", "Hotel", "Office"]),
    ("orders", "Orders", AttributeType::Number, &[]),
    ("customer_since", "Customer since", AttributeType::Date, &[]),
    ("newsletter", "Newsletter", AttributeType::Boolean, &[]),
    ("website", "Website", AttributeType::Link, &[]),
];

const COMPANIES: [(&str, &str); 4] = [
    ("Studio Castillo", "studio-castillo.example"),
    ("Berg Design", "bergdesign.example"),
    ("Harbour Hotels", "harbourhotels.example"),
    ("Kettle & Finch", "kettlefinch.example"),
];

/// Name, address, number, company, segment, orders.
type Entry = (&'static str, &'static str, &'static str, Option<usize>, &'static str, i64);

/// People who bought and never wrote.
const PEOPLE: [Entry; 12] = [
    ("Amara Nwosu", "amara@harbourhotels.example", "+44 20 7946 0123", Some(2), "Hotel", 14),
    ("Björn Eklund", "bjorn.eklund@mail.example", "+46 8 123 45 67", None, "Private", 2),
    ("Chiara Fontana", "chiara@kettlefinch.example", "+39 02 1234 5678", Some(3), "Office", 6),
    ("Daniel Cho", "daniel.cho@mail.example", "", None, "Private", 1),
    ("Esra Yilmaz", "esra@harbourhotels.example", "+90 212 123 45 67", Some(2), "Hotel", 9),
    ("Frida Holm", "frida@bergdesign.example", "+47 22 12 34 56", Some(1), "Interior designer", 11),
    ("Giulia Rossi", "giulia.rossi@mail.example", "+39 06 9876 5432", None, "Private", 3),
    ("Henrik Lund", "henrik@kettlefinch.example", "", Some(3), "Office", 4),
    ("Isabel Prado", "isabel@studio-castillo.example", "+34 91 123 45 67", Some(0), "Interior designer", 7),
    ("Jun Tanaka", "jun.tanaka@mail.example", "+81 3 1234 5678", None, "Private", 1),
    ("Kofi Mensah", "kofi@harbourhotels.example", "+233 30 212 3456", Some(2), "Hotel", 5),
    ("Lena Vogt", "lena.vogt@mail.example", "+49 30 1234567", None, "Private", 2),
];

/// What is known of those who write in the sample, by the place of the visitor.
const VISITORS: [(usize, &str, Option<usize>, &str, i64); 5] = [
    (0, "+44 7700 900123", None, "Private", 4),
    (1, "+44 7700 900456", None, "Private", 1),
    (2, "+90 532 123 45 67", Some(2), "Hotel", 12),
    (4, "+47 912 34 567", Some(1), "Interior designer", 23),
    (6, "+1 415 555 0134", None, "Private", 2),
];

pub(super) async fn fill(desk: &Desk, admin: &Actor, agent: &Actor, visitors: &[Actor]) -> Result<()> {
    for (key, label, kind, choices) in ATTRIBUTES {
        let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        let new = NewAttribute { key: key.to_owned(), label: label.to_owned(), kind, choices };
        contacts::add_attribute(desk, admin, new).await?;
    }
    let mut companies = Vec::with_capacity(COMPANIES.len());
    for (name, domain) in COMPANIES {
        let new = NewCompany { name: name.to_owned(), domain: Some(domain.to_owned()) };
        companies.push(contacts::add_company(desk, agent, new).await?.id);
    }
    for (place, (name, email, phone, company, segment, orders)) in PEOPLE.into_iter().enumerate() {
        let new = ContactChange {
            name: Some(name.to_owned()),
            email: Some(Some(email.to_owned())),
            external_id: Some(Some(format!("LO-C{:04}", 1_200 + place * 7))),
            ..about(&companies, phone, company, segment, orders)
        };
        contacts::create_contact(desk, agent, new).await?;
    }
    for (place, phone, company, segment, orders) in VISITORS {
        contacts::update_contact(desk, agent, visitors[place].principal, about(&companies, phone, company, segment, orders))
            .await?;
    }
    let note = NoteText { text: "Fits out guest rooms for two hotels; asks for samples before each order.".to_owned() };
    contacts::add_note(desk, agent, visitors[4].principal, note).await?;
    Ok(())
}

fn about(companies: &[CompanyId], phone: &str, company: Option<usize>, segment: &str, orders: i64) -> ContactChange {
    let mut attributes: BTreeMap<String, Value> = BTreeMap::new();
    attributes.insert("segment".to_owned(), json!(segment));
    attributes.insert("orders".to_owned(), json!(orders));
    attributes.insert("newsletter".to_owned(), json!(orders % 2 == 0));
    attributes.insert("customer_since".to_owned(), json!(format!("{}-0{}-1{}", 2019 + orders % 6, 1 + orders % 9, orders % 10)));
    if let Some(company) = company {
        attributes.insert("website".to_owned(), json!(format!("https://{}", COMPANIES[company].1)));
    }
    ContactChange {
        phone: Some(phone).filter(|phone| !phone.is_empty()).map(|phone| Some(phone.to_owned())),
        company_id: company.map(|company| Some(companies[company])),
        attributes,
        ..ContactChange::default()
    }
}
