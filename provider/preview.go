package provider

// Preview is how a wiki would show a text as a page, as it says itself.
type Preview struct {
	// HTML is the wiki's, with whatever others have made it bring in: no browser gets
	// it as it is.
	HTML string
	// Pages are those that the text brings in, also through others, and the wiki does
	// not have: "Template:Nothing".
	Pages []string
	// Categories are those of the text that have no page, without their namespace.
	Categories []string
}
