// Package render shows a plan.Plan to people.
//
// [Text] is for terminals and logs. It follows Terraform's manners: a symbol
// for every action, one entry for every change, a last line that scripts read.
// The symbol and the signs of a diff say everything; colour only repeats it.
//
// [Markdown] is for a comment on a pull request, [GitHub] for annotations,
// [GitLabTerraform] for a widget; [Formats] has them all by name.
//
// Whatever came from a wiki or a manifest is foreign text. It reaches the
// writer through provider.Visible and, as a whole line, through [row.guard], so
// that it can neither steer a terminal nor command a CI runner. In a comment it
// is a code span, inside a fence, or prose whose signs no forge follows
// (markup.go).
package render
