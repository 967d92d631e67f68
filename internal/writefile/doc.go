// Package writefile is how wikiform writes files. All of them, but for those that
// a sandbox wiki keeps, are written here, by these rules:
//
//   - A file is written whole or not at all: beside it, to the disk, and then put
//     in its place. It keeps its mode and its owner. Only a log, the journal and
//     a receipt grow at their end, the last in a file that was not there before.
//   - What is no regular file is never replaced. A pipe or a device that somebody
//     names is opened and written to; a name that leads to a stream of the process
//     is that stream.
//   - A symbolic link is never replaced either. Outside of a checkout it is what a
//     user made of it, and the file that it leads to is written. In a checkout a
//     branch can bring one, so none is followed there, in no part of a path.
//   - Every error is told, also that of a disk which is full when the file is
//     closed, and names the file as it was asked for.
//
// [Place] is for names that a command line gives. [OpenDir], [ReplaceIn], [AppendIn]
// and [CreateIn] are for wikiform's own files, such as those below .wikiform.
package writefile
