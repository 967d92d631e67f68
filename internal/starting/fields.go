package starting

import (
	"strings"
	"unicode"
)

// A page needs to say what a file shows, by whom it is, when it was made and where it is
// from. The columns that have this are told by their names, in some languages.

// fields are what is looked for, with names of columns that have it, as [plainName] writes
// them; the likeliest first.
var fields = []struct {
	name  string
	known []string
}{
	{"title", []string{"title", "titel", "titre", "titulo", "título", "titolo", "bildtitel", "objekttitel", "objecttitle", "bezeichnung", "objektbezeichnung", "name", "caption", "headline"}},
	{"description", []string{"description", "beschreibung", "bildbeschreibung", "objektbeschreibung", "descripción", "descripcion", "descrizione", "descrição", "beschrijving", "legende", "légende", "inhalt", "abstract"}},
	{"date", []string{"date", "datum", "datierung", "year", "jahr", "année", "annee", "fecha", "año", "data", "anno", "jaar", "aufnahmedatum", "entstehungsdatum", "entstehungszeit", "created", "datecreated", "creationdate"}},
	{"author", []string{"author", "autor", "autorin", "auteur", "autore", "artist", "künstler", "kunstler", "künstlerin", "artiste", "creator", "photographer", "fotograf", "fotografin", "photographe", "fotógrafo", "fotografo", "urheber", "urheberin", "by"}},
	{"source", []string{"source", "quelle", "fuente", "fonte", "bron", "herkunft", "provenance", "provenienz", "bestand", "sammlung", "collection", "fonds", "signatur", "inventarnr", "inventarnummer", "inventorynumber", "inventory", "accessionnumber"}},
}

// plainName is the name of a column in small letters, with letters and digits only.
func plainName(column string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, column)
}

// columnsOf tells for each field which column has it; of several the one of the likeliest
// name. The column of the files has none.
func columnsOf(columns []string, files string) map[string]string {
	has := map[string]string{}
	for _, field := range fields {
		for _, known := range field.known {
			for _, c := range columns {
				if has[field.name] == "" && c != files && plainName(c) == known {
					has[field.name] = c
				}
			}
		}
	}
	return has
}
