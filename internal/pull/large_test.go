package pull

import (
	"fmt"
	"strings"
	"testing"

	"wikiform/spec"
)

// Many pages that all differ cost what each costs: no limit of one evaluation adds up.
func TestManyPages(t *testing.T) {
	t.Parallel()
	const n = 500
	var table strings.Builder
	table.WriteString("id,species,place,collector,note\n")
	texts := map[spec.Address]string{}
	files := map[string]string{"plate.wikitext": "== ${species} ==\n${place}, ${collector}\n${note}\n"}
	for i := range n {
		fmt.Fprintf(&table, "p%d,Oak,Basel,Anna,%d\n", i, i)
		texts[spec.Address(fmt.Sprintf(`file.plate["p%d"]`, i))] = fmt.Sprintf("== Oak ==\nBern, Anna\n%d", i)
		name := fmt.Sprintf("texts/t%d.wikitext", i)
		files[name] = "Old.\n"
		texts[spec.Address(fmt.Sprintf(`file.text["t%d.wikitext"]`, i))] = "New."
	}
	files["plates.csv"] = table.String()
	m, fsys := manifest(t, `file "plate" {
  for_each    = { for p in csvdecode(file("plates.csv")) : p.id => p }
  source      = "a.png"
  title       = "Plate ${each.key}.png"
  description = fileexists("over/${wiki::local_name("Plate ${each.key}.png")}.wikitext") ? file("over/${wiki::local_name("Plate ${each.key}.png")}.wikitext") : templatefile("plate.wikitext", each.value)
}
file "text" {
  for_each    = fileset("texts", "*")
  source      = "a.png"
  title       = "Text ${each.key}.png"
  description = file("texts/${each.key}")
}
`, files)
	all := Decide(m, says(m, texts), Options{FS: fsys, Load: load, Overrides: "over"})
	for i := range all {
		if x := &all[i]; x.Refused != "" || !x.Settles() || x.Override && (len(x.Cells) != 1 || x.Cells[0].New != "Bern") {
			t.Fatalf("%s: %+v", x.File.Address, x)
		}
	}
	if len(all) != 2*n {
		t.Errorf("%d pages", len(all))
	}
}
