//! The mail itself. Whoever sees it on a telephone learns that the clinic wrote, and nothing else.

use jiff::Timestamp;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use uuid::Uuid;

use crate::server::page::Page;

/// What a mail is made from.
pub(super) struct Letter<'a> {
    /// Its id, which becomes its `Message-ID`: a mail that comes twice is shown once by most programs.
    pub id: Uuid,
    /// Where it goes.
    pub to: Address,
    /// As whom it goes.
    pub from: &'a Address,
    /// How the pages are reached.
    pub pages: &'a str,
    /// The token by which a patient stops mails; `None`: it goes to colleagues.
    pub stop_token: Option<&'a str>,
    /// When it is written.
    pub at: Timestamp,
}

impl Letter<'_> {
    /// The mail, in the language of the page; `None`: the clinic has a name that no mail can hold.
    pub(super) fn write(self, page: &Page) -> Option<Message> {
        let stop = self.stop_token;
        let stop = stop.map(|token| format!("{}/reminders/stop/{token}", self.pages));
        let (subject, body) = match &stop {
            Some(stop) => (
                page.say_with("mail-subject", "clinic", &page.clinic_name),
                vec![
                    page.say_with("mail-body", "clinic", &page.clinic_name),
                    format!("{}/mine", self.pages),
                    page.say("mail-body-stop"),
                    stop.clone(),
                ],
            ),
            None => (
                page.say("alert-subject"),
                vec![page.say("alert-body"), format!("{}/watch", self.pages)],
            ),
        };
        let name = Some(page.clinic_name.clone());
        let header =
            |name, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        let mut letter = Message::builder()
            .from(Mailbox::new(name, self.from.clone()))
            .to(Mailbox::new(None, self.to))
            .subject(subject)
            .date(self.at.into())
            .message_id(Some(format!("<{}@{}>", self.id, self.from.domain())))
            // RFC 3834: nobody's absence is answered to a program.
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN);
        if let Some(stop) = &stop {
            // RFC 8058: a program may stop the mails at a touch, by a POST to this address.
            let one_click = "List-Unsubscribe=One-Click".to_owned();
            letter = letter
                .raw_header(header("List-Unsubscribe", format!("<{stop}>")))
                .raw_header(header("List-Unsubscribe-Post", one_click));
        }
        letter.body(body.join("\r\n\r\n") + "\r\n").ok()
    }
}
