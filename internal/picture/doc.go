// Package picture makes small pictures of large contents, for a report.
//
// [Draw] makes one [Picture] and reads its facts: dimensions, type, and EXIF with
// the place where it was taken.
//
// Contents are foreign: what is decoded is bounded in bytes, pixels, memory and
// time, and only pixels are passed on, encoded anew. The exception is SVG, which
// is passed on as it is, for a place where scripts cannot run.
package picture
