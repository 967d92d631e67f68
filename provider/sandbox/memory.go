package sandbox

import (
	"bytes"
	"fmt"
	"io/fs"
	"sync"

	"wikiform/provider"
)

// memory is a vault that forgets.
type memory struct {
	mu    sync.Mutex
	blobs map[provider.SHA1][]byte
	parts map[string][]byte
}

func newMemory() *memory {
	return &memory{blobs: map[provider.SHA1][]byte{}, parts: map[string][]byte{}}
}

type buffer struct{ bytes.Buffer }

func (b *buffer) open() (blob, error) { return reader(b.Bytes()), nil }
func (b *buffer) discard()            {}

type openBytes struct{ *bytes.Reader }

func (openBytes) Close() error { return nil }

func reader(b []byte) blob { return openBytes{bytes.NewReader(b)} }

func (m *memory) create() (draft, error) { return &buffer{}, nil }

func (m *memory) keep(d draft, sum provider.SHA1) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.blobs[sum] = d.(*buffer).Bytes()
	return nil
}

func (m *memory) open(sum provider.SHA1) (blob, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.blobs[sum]
	if !ok {
		return nil, fmt.Errorf("content %s: %w", sum, fs.ErrNotExist)
	}
	return reader(b), nil
}

func (m *memory) extend(key string, at int64, d draft) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if int64(len(m.parts[key])) < at {
		return fmt.Errorf("part %s ends before %d", key, at)
	}
	m.parts[key] = append(m.parts[key][:at:at], d.(*buffer).Bytes()...)
	return nil
}

func (m *memory) part(key string, size int64) (blob, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if int64(len(m.parts[key])) < size {
		return nil, fmt.Errorf("part %s ends before %d", key, size)
	}
	return reader(m.parts[key][:size]), nil
}

func (m *memory) drop(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.parts, key)
}
