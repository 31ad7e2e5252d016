use pitlane_contract::quotes::QuoteProof;
use uuid::Uuid;

use crate::{ApiError, Client, client::Call, http::escape};

const PDF: &str = "application/pdf";
const ZIP: &str = "application/zip";

/// The papers of a repair. Receipts and proofs come as figures or as a PDF file, packs as a ZIP file.
impl Client {
    /// The receipt of a customer's repair, as a PDF file.
    pub async fn get_receipt_pdf(&self, repair: Uuid) -> Result<Vec<u8>, ApiError> {
        self.download(Call::get(format!("/customer/repairs/{repair}/receipt")).accept(PDF)).await
    }

    /// The receipt of a link's repair, as a PDF file.
    pub async fn get_linked_receipt_pdf(&self, token: &str) -> Result<Vec<u8>, ApiError> {
        self.download(Call::get(format!("/repair-links/{}/receipt", escape(token))).accept(PDF)).await
    }

    /// The proof of what a customer approved of a quote.
    pub async fn get_customer_quote_proof(&self, quote: Uuid) -> Result<QuoteProof, ApiError> {
        self.fetch(Call::get(format!("/customer/quotes/{quote}/proof"))).await
    }

    /// The proof of what a customer approved of a quote, as a PDF file.
    pub async fn get_customer_quote_proof_pdf(&self, quote: Uuid) -> Result<Vec<u8>, ApiError> {
        self.download(Call::get(format!("/customer/quotes/{quote}/proof")).accept(PDF)).await
    }

    /// The proof of what was approved of a provider's quote.
    pub async fn get_quote_proof(&self, quote: Uuid) -> Result<QuoteProof, ApiError> {
        self.fetch(Call::get(format!("/quotes/{quote}/proof"))).await
    }

    /// The proof of what was approved of a provider's quote, as a PDF file.
    pub async fn get_quote_proof_pdf(&self, quote: Uuid) -> Result<Vec<u8>, ApiError> {
        self.download(Call::get(format!("/quotes/{quote}/proof")).accept(PDF)).await
    }

    /// Everything about a customer's repair, as a ZIP file.
    pub async fn get_customer_dispute_pack(&self, repair: Uuid) -> Result<Vec<u8>, ApiError> {
        self.download(Call::get(format!("/customer/repairs/{repair}/dispute-pack")).accept(ZIP)).await
    }

    /// Everything about a provider's repair, as a ZIP file.
    pub async fn get_dispute_pack(&self, repair: Uuid) -> Result<Vec<u8>, ApiError> {
        self.download(Call::get(format!("/repairs/{repair}/dispute-pack")).accept(ZIP)).await
    }
}
