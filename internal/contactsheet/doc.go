// Package contactsheet draws the pictures of a plan, small and many on one sheet, as PNG
// files for a place that shows nothing but pictures, such as a comment on a pull request.
//
// [Arrange] says what is on which sheet, [Draw] draws one, and [Recode] takes the pixels
// of a sheet that somebody else made, and nothing but these.
package contactsheet
