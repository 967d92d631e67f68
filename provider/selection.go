package provider

// Selection is a question for files of a wiki. Exactly one of its members is set, beside
// Depth.
type Selection struct {
	All      bool
	Prefix   string // of the titles, without the namespace
	Category string // without its namespace; Depth is how many levels below it are read, 0 for none
	Depth    int
	Uploader string // of the current versions
	Search   string // in the words of the wiki's search
	Page     string // that shows the files, with its namespace
	Titles   []Title
}

// Selected are the files that a wiki has for a [Selection].
type Selected struct {
	// Titles are as the wiki stores them, each once, in the order of their letters. Of
	// those that were asked for by title only [Whole] tells.
	Titles []Title
	// Unfit are files of the wiki that no manifest can name, as the wiki names their pages;
	// the first of them.
	Unfit []string
	// Unknown is what the wiki does not have of what was asked for, in its own words: a
	// category, an account, a page.
	Unknown string
	Cut     bool // there are more than were asked for
}

// Whole is what a wiki has under a title, with the text of the page and the address of the
// content.
type Whole struct {
	File
	URL string // of the current version, as the wiki says; not to be trusted
}
