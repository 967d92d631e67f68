package plan

// format24 is the format of plans that had read all files.
const format24 = "2.4"
