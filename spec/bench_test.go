package spec_test

import (
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"wikiform/spec"
)

// table is a manifest of one block with a file for each row of a table.
func table(rows int) fstest.MapFS {
	var list strings.Builder
	list.WriteString("name,title,author\n")
	for i := range rows {
		fmt.Fprintf(&list, "%03d/%06d.txt,Object %06d.txt,Author %d\n", i/1000, i, i, i%97)
	}
	return fstest.MapFS{
		"list.csv": {Data: []byte(list.String())},
		"main.wiki.hcl": {Data: []byte(`
locals {
  rows = csvdecode(file("list.csv"))
}

file "object" {
  for_each    = { for r in local.rows : r.title => r }
  title       = each.value.title
  source      = "src/${each.value.name}"
  comment     = "Upload"
  description = <<-EOT
    {{Information
    |description={{en|1=Object ${each.key}}}
    |author=${each.value.author}
    }}
    [[Category:Objects]]
  EOT
}
`)},
	}
}

// BenchmarkHeld loads tables of different length. What the manifest then holds for each
// file is told beside what was allocated on the way.
func BenchmarkHeld(b *testing.B) {
	for _, rows := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			fsys := table(rows)
			b.ReportAllocs()
			held := 0
			for b.Loop() {
				held = heldBy(b, fsys, rows)
			}
			b.ReportMetric(float64(held/rows), "held-B/file")
		})
	}
}

// heldBy loads a manifest and gives how many bytes it holds.
func heldBy(t testing.TB, fsys fs.FS, rows int) int {
	t.Helper()
	before := heap()
	m, diags := spec.Load(fsys, ".", spec.Inputs{})
	if diags.HasErrors() || len(m.Files) != rows {
		t.Fatal(len(m.Files), diags)
	}
	held := heap() - before
	runtime.KeepAlive(m)
	return held
}

// heap is what is alive.
func heap() int {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int(s.HeapAlloc)
}

// A manifest with a file for each row of a table holds these files, and not what they were
// made from: neither the rows' values, nor ranges for each of them.
func TestHeld(t *testing.T) { // by itself, since all tests share one heap
	const rows, most = 20_000, 800
	if held := heldBy(t, table(rows), rows) / rows; held > most {
		t.Errorf("%d bytes are held of each file; the most is %d", held, most)
	}
}
