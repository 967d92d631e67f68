// Package picture makes the small pictures by which a reviewer compares what a
// wiki has with what it will have.
//
// [Gather] goes through the changes of a plan that upload content and gives an
// [Album]: for each of them the two sides, each drawn small or with the reason
// why it is not. [Draw] makes one such [Picture] and reads its facts:
// dimensions, type, and EXIF with the place where it was taken.
//
// Contents are foreign: what is decoded is bounded in bytes, pixels, memory and
// time, and only pixels are passed on, encoded anew. The exception is SVG, which
// is passed on as it is, for a place where scripts cannot run.
//
// The package opens nothing by itself: contents come through [Sources].
package picture
