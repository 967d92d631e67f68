package provider

const (
	// MaxComment is how many characters of a comment a wiki keeps; it cuts the
	// rest without a word (facts §4.2).
	MaxComment = 500

	// UsualChunk is how many bytes of content go into one request where nobody
	// says otherwise; files up to that size go in one.
	UsualChunk = 8 << 20
)
