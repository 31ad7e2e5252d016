use pitlane_contract::{
    paging::{CursorQuery, Feed, List},
    quotes::{
        ApproveQuote, DeclineQuote, DeclinedLine, DeferLine, NewQuote, Quote, QuoteCustomer,
        QuoteCustomerQuery, QuoteQuery, QuoteSummary, RecordAuthorization, SellingTerms, Template,
        UpdateQuote, WriteQuoteMessage, WriteSellingTerms, WriteTemplate,
    },
};
use uuid::Uuid;

use crate::{ApiError, Client, client::Call, http::escape};

/// Quotes, for whoever writes them.
impl Client {
    /// The provider's quotes, newest first.
    pub async fn list_quotes(&self, query: &QuoteQuery) -> Result<Feed<QuoteSummary>, ApiError> {
        self.fetch(Call::get("/quotes").query(query)).await
    }

    /// Makes a draft.
    pub async fn create_quote(&self, body: &NewQuote, key: Option<&str>) -> Result<Quote, ApiError> {
        self.fetch(Call::post("/quotes").json(body).key(key)).await
    }

    /// One quote of the provider.
    pub async fn get_quote(&self, id: Uuid) -> Result<Quote, ApiError> {
        self.fetch(Call::get(format!("/quotes/{id}"))).await
    }

    /// Changes a draft; with a `version`, only if nobody else has changed it since.
    pub async fn update_quote(
        &self,
        id: Uuid,
        body: &UpdateQuote,
        version: Option<i32>,
    ) -> Result<Quote, ApiError> {
        self.fetch(Call::patch(format!("/quotes/{id}")).json(body).if_match(version)).await
    }

    /// Removes a draft.
    pub async fn delete_quote(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/quotes/{id}"))).await
    }

    /// Sends a draft to the customer.
    pub async fn send_quote(&self, id: Uuid) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/quotes/{id}/send"))).await
    }

    /// Makes the next revision as a draft.
    pub async fn revise_quote(&self, id: Uuid, key: Option<&str>) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/quotes/{id}/revise")).key(key)).await
    }

    /// Takes a quote back.
    pub async fn cancel_quote(&self, id: Uuid) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/quotes/{id}/cancel"))).await
    }

    /// Records an approval that was given by phone, by text message or in person.
    pub async fn record_authorization(
        &self,
        id: Uuid,
        body: &RecordAuthorization,
    ) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/quotes/{id}/authorizations")).json(body)).await
    }

    /// Answers the customer about a quote.
    pub async fn answer_quote_question(
        &self,
        id: Uuid,
        body: &WriteQuoteMessage,
        key: Option<&str>,
    ) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/quotes/{id}/messages")).json(body).key(key)).await
    }

    /// Customers that the provider knows, the latest first.
    pub async fn list_quote_customers(
        &self,
        query: &QuoteCustomerQuery,
    ) -> Result<List<QuoteCustomer>, ApiError> {
        self.fetch(Call::get("/quote-customers").query(query)).await
    }

    /// What holds for all one's quotes.
    pub async fn selling_terms(&self) -> Result<SellingTerms, ApiError> {
        self.fetch(Call::get("/provider/selling-terms")).await
    }

    /// Sets what holds for all one's quotes.
    pub async fn set_selling_terms(&self, body: &WriteSellingTerms) -> Result<SellingTerms, ApiError> {
        self.fetch(Call::put("/provider/selling-terms").json(body)).await
    }

    /// The provider's templates by name.
    pub async fn list_quote_templates(&self) -> Result<List<Template>, ApiError> {
        self.fetch(Call::get("/quote-templates")).await
    }

    /// Keeps a template.
    pub async fn create_quote_template(
        &self,
        body: &WriteTemplate,
        key: Option<&str>,
    ) -> Result<Template, ApiError> {
        self.fetch(Call::post("/quote-templates").json(body).key(key)).await
    }

    /// Writes a template anew.
    pub async fn update_quote_template(&self, id: Uuid, body: &WriteTemplate) -> Result<Template, ApiError> {
        self.fetch(Call::put(format!("/quote-templates/{id}")).json(body)).await
    }

    /// Removes a template.
    pub async fn delete_quote_template(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/quote-templates/{id}"))).await
    }
}

/// Quotes, for whoever decides on them.
impl Client {
    /// The quotes that the customer was sent, newest first.
    pub async fn list_customer_quotes(&self, paging: &CursorQuery) -> Result<Feed<QuoteSummary>, ApiError> {
        self.fetch(Call::get("/customer/quotes").query(paging)).await
    }

    /// One quote that the customer was sent.
    pub async fn get_customer_quote(&self, id: Uuid) -> Result<Quote, ApiError> {
        self.fetch(Call::get(format!("/customer/quotes/{id}"))).await
    }

    /// Approves a quote, whole or in part.
    pub async fn approve_quote(&self, id: Uuid, body: &ApproveQuote) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/customer/quotes/{id}/approve")).json(body)).await
    }

    /// Declines a quote.
    pub async fn decline_quote(&self, id: Uuid, body: &DeclineQuote) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/customer/quotes/{id}/decline")).json(body)).await
    }

    /// Asks the provider about a quote.
    pub async fn ask_about_quote(
        &self,
        id: Uuid,
        body: &WriteQuoteMessage,
        key: Option<&str>,
    ) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/customer/quotes/{id}/questions")).json(body).key(key)).await
    }

    /// The declined lines, newest first.
    pub async fn list_declined_lines(&self, paging: &CursorQuery) -> Result<Feed<DeclinedLine>, ApiError> {
        self.fetch(Call::get("/customer/declined-lines").query(paging)).await
    }

    /// Says what to do about a declined line.
    pub async fn defer_declined_line(&self, id: Uuid, body: &DeferLine) -> Result<DeclinedLine, ApiError> {
        self.fetch(Call::patch(format!("/customer/declined-lines/{id}")).json(body)).await
    }

    /// The quote of a link; no account is needed.
    pub async fn get_linked_quote(&self, token: &str) -> Result<Quote, ApiError> {
        self.fetch(Call::get(format!("/quote-links/{}", escape(token))).anonymous()).await
    }

    /// Approves the quote of a link.
    pub async fn approve_linked_quote(&self, token: &str, body: &ApproveQuote) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/quote-links/{}/approve", escape(token))).json(body).anonymous()).await
    }

    /// Asks the provider about the quote of a link.
    pub async fn ask_about_linked_quote(
        &self,
        token: &str,
        body: &WriteQuoteMessage,
        key: Option<&str>,
    ) -> Result<Quote, ApiError> {
        let call = Call::post(format!("/quote-links/{}/questions", escape(token)));
        self.fetch(call.json(body).key(key).anonymous()).await
    }

    /// Declines the quote of a link.
    pub async fn decline_linked_quote(&self, token: &str, body: &DeclineQuote) -> Result<Quote, ApiError> {
        self.fetch(Call::post(format!("/quote-links/{}/decline", escape(token))).json(body).anonymous()).await
    }
}
