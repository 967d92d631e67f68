// Package heap is a net below the memory of a run. Go lets garbage pile up to as much
// again as is alive, which for a manifest of 100,000 files is more than the files take. Up
// to a line the garbage is collected before it is crossed. Of a run whose values alone
// come near the line the line is raised with them, so that none is slowed by it.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// line is what the runtime may take, without the program's own text.
	line = 150 << 20
	// room for garbage is this part of what is alive, in per cent, where the line would
	// leave less.
	room = 60
)

// Bound spans the net for this process, unless its environment says how memory is to be
// managed.
func Bound() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	n := &net{limit: line}
	debug.SetMemoryLimit(n.limit)
	n.watch()
}

// net has the limit that holds.
type net struct{ limit int64 }

// watch raises or lowers the limit after each collection.
func (n *net) watch() {
	type collected struct{ net *net } // which nobody holds
	runtime.SetFinalizer(&collected{n}, func(c *collected) {
		c.net.adjust(alive())
		c.net.watch()
	})
}

func (n *net) adjust(alive int64) {
	if limit := limitOf(alive); limit != n.limit {
		n.limit = limit
		debug.SetMemoryLimit(limit)
	}
}

// limitOf is the limit for so much that is alive, in steps of 16 MiB.
func limitOf(alive int64) int64 {
	const step = 16 << 20
	wanted := alive + alive*room/100
	return max(line, (wanted+step-1)/step*step)
}

// alive is what the last collection has left.
func alive() int64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(s[0].Value.Uint64())
}
