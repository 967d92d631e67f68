package source

import (
	"crypto/sha1"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"wikiform/spec"
)

func randomText(size int) string {
	text := make([]byte, size)
	r := rand.NewChaCha8([32]byte{})
	r.Read(text)
	return string(text)
}

// BenchmarkDigest compares reading and hashing a file with hashing the same
// bytes in memory.
func BenchmarkDigest(b *testing.B) {
	text := randomText(64 << 20)
	tree, _ := newTree(b, map[string]string{"big.tif": text})
	b.Run("memory", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		bytes := []byte(text)
		for b.Loop() {
			sha1.Sum(bytes)
		}
	})
	b.Run("file", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := tree.Digest(b.Context(), "big.tif"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSum is 2,000 photographs of 256 KiB.
func BenchmarkSum(b *testing.B) {
	text := randomText(256 << 10)
	texts := map[string]string{}
	var files []spec.File
	for i := range 2000 {
		name := fmt.Sprintf("scans/%04d.jpg", i)
		texts[name] = text
		files = append(files, pathFile(fmt.Sprintf(`file.plate["%04d"]`, i), name, 1))
	}
	tree, dir := newTree(b, texts)
	for name := range texts {
		age(b, filepath.Join(dir, name))
	}
	cache := openCache(b, filepath.Join(dir, ".wikiform", "hashes.json"))
	run := func(b *testing.B, cache *Cache) {
		if sums, _, err := tree.Sum(b.Context(), files, Summing{Cache: cache}); err != nil || len(sums) != len(files) {
			b.Fatal(len(sums), err)
		}
	}
	run(b, cache)
	must(b, cache.Save())
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			run(b, nil)
		}
	})
	b.Run("cached", func(b *testing.B) {
		for b.Loop() { // as a command does: load, ask, save
			cache := openCache(b, filepath.Join(dir, ".wikiform", "hashes.json"))
			run(b, cache)
			must(b, cache.Save())
		}
	})
}

// BenchmarkWarm is what a plan costs again for files of which none has changed: a look at
// each, and the cache as a command has it.
func BenchmarkWarm(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("files=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			var files []spec.File
			for i := range n {
				name := fmt.Sprintf("scans/%03d/%06d.txt", i/1000, i)
				if i%1000 == 0 {
					must(b, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755))
				}
				path := filepath.Join(dir, name)
				must(b, os.WriteFile(path, []byte(name), 0o644))
				age(b, path)
				files = append(files, pathFile(fmt.Sprintf(`file.plate["%06d"]`, i), name, 1))
			}
			root, err := os.OpenRoot(dir)
			must(b, err)
			defer root.Close()
			tree, err := OpenTree(root)
			must(b, err)
			path := filepath.Join(dir, ".wikiform", "hashes.json")
			sum := func(cache *Cache) {
				if sums, _, err := tree.Sum(b.Context(), files, Summing{Cache: cache}); err != nil || len(sums) != n {
					b.Fatal(len(sums), err)
				}
			}
			cache := openCache(b, path)
			sum(cache)
			must(b, cache.Save())
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				cache := openCache(b, path)
				sum(cache)
				must(b, cache.Save())
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/file")
		})
	}
}
