package provider

// Thumb is where a wiki shows a file.
type Thumb struct {
	Small    string // URL of a small rendering; "" when the wiki makes none
	Original string // URL of the content itself; "" when it is not told
	SHA1     SHA1   // of the content that both show
}
