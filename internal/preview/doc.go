// Package preview makes of a plan's texts what the wiki would show of them.
//
// The wiki is asked through [Asker], for some of the texts, within bounds of number,
// bytes and time. Of what it answers nothing but words and the plainest of elements is
// left ([Clean]): nobody's browser gets anything else of it.
package preview
