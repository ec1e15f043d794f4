// Bounds on hostile mail. Each has a comment on what it stops; no mail of real lists reaches one.

/** Lists refuse mail over 1 MB; this leaves room for firmware patches and stops a mail from filling memory. */
export const MAX_MAIL_BYTES = 16 * 1024 * 1024;
/** Mails piped one behind the other are held at once; a series is smaller. */
export const MAX_PIPED_BYTES = 128 * 1024 * 1024;
/** Header bombs: thousands of recipients come to some 100 KB. */
export const MAX_HEADER_BYTES = 512 * 1024;
/** Nested multipart bombs: a signed, forwarded, list-footed mail is five deep. */
export const MAX_MIME_DEPTH = 24;
/** Part bombs: each part costs objects, so a mail of boundaries alone grows a hundredfold when parsed. */
export const MAX_MIME_PARTS = 500;
/** References grow by one entry per reply; a header of a whole list's ids makes threading quadratic. */
export const MAX_REFERENCES = 1000;
/** A `From ` line longer than this is text. */
export const MAX_FROM_LINE_BYTES = 1000;
