package heap

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

// Up to the line nothing changes; beyond it there is room for garbage always.
func TestLimitOf(t *testing.T) {
	for _, alive := range []int64{0, 1 << 20, 90 << 20, line, 1 << 30, 1 << 35} {
		limit := limitOf(alive)
		if limit < line || limit < alive*3/2 || alive <= line/2 && limit != line || limit > line && limit > alive*2 {
			t.Errorf("%d MiB alive: a limit of %d MiB", alive>>20, limit>>20)
		}
	}
}

// The limit follows what is alive, and says nothing where the environment does.
func TestBound(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "1GiB")
	Bound()
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Fatalf("the limit is %d, though the environment has one", got)
	}
	t.Setenv("GOMEMLIMIT", "")
	Bound()
	if got := debug.SetMemoryLimit(-1); got != line {
		t.Fatalf("the limit is %d, want %d", got, line)
	}
	held := make([]byte, 300<<20)
	for range 1000 {
		runtime.GC() // after which finalizers run, some time
		if debug.SetMemoryLimit(-1) > 450<<20 {
			break
		}
	}
	if got := debug.SetMemoryLimit(-1); got < 450<<20 {
		t.Errorf("300 MiB are alive, and the limit is still %d MiB", got>>20)
	}
	runtime.KeepAlive(held)
}
