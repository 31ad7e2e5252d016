use crate::client::fresh_key;

/// A file on its way to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name, as the person knows it.
    pub name: String,
    /// Its media type; the server looks at the bytes and believes only those.
    pub content_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// Writes the file as the only part of a form (RFC 7578), and says the content type of the whole.
    pub(crate) fn into_form(self) -> (String, Vec<u8>) {
        let boundary = format!("pitlane-{}", fresh_key());
        // quotes and line breaks would end the header (WHATWG HTML, multipart/form-data encoding)
        let name = self.name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {}\r\n\r\n",
            self.content_type
        )
        .into_bytes();
        body.extend(self.bytes);
        body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
        (format!("multipart/form-data; boundary={boundary}"), body)
    }
}

#[cfg(test)]
mod tests {
    use super::Upload;

    #[test]
    fn a_name_cannot_leave_its_header() {
        let upload =
            Upload { name: "a\"\r\nX: b".into(), content_type: "image/png".into(), bytes: vec![1, 2] };
        let (kind, body) = upload.into_form();
        let text = String::from_utf8_lossy(&body);
        assert!(kind.starts_with("multipart/form-data; boundary=pitlane-"));
        assert!(text.contains("filename=\"a%22%0D%0AX: b\"\r\n"));
        assert_eq!(text.matches("\r\n").count(), 6);
    }
}
