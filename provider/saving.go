package provider

// Saving is what a wiki says that it would make of a text when it saves it. The text
// that it would make is never kept: what templates in it bring, its readers may not be
// allowed to see.
type Saving string

// What a wiki says.
const (
	SavedAsIs    Saving = "as-is"
	SavedChanged Saving = "changed"
	SavingHidden Saving = "hidden" // it does not say so to those who are not logged in
	SavingUntold Saving = "untold" // it could not be asked
)
