package worklist

import (
	"bytes"
	"encoding/json"

	"wikiform/spec"
)

// Text is a worklist as it is written: a line for each entry, nothing for none. It is
// never larger than a list that is read. Where it would be, what was not started goes
// first, which the same command does anyway, and then what comes last; left is how many
// entries are not in it.
func Text(list []Entry) (text []byte, left int) {
	return textOf(list, spec.MaxList)
}

func textOf(list []Entry, most int) (text []byte, left int) {
	if text, left = encode(list, most); left == 0 {
		return text, 0
	}
	var begun []Entry
	for _, e := range list {
		if e.State != NotStarted {
			begun = append(begun, e)
		}
	}
	text, left = encode(begun, most)
	return text, left + len(list) - len(begun)
}

func encode(list []Entry, most int) (text []byte, left int) {
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	for i := range list {
		begins := b.Len()
		if err := to.Encode(&list[i]); err != nil || b.Len() > most {
			b.Truncate(begins)
			return b.Bytes(), len(list) - i
		}
	}
	return b.Bytes(), 0
}
