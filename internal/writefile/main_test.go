package writefile

import (
	"os"
	"testing"
)

// role is the variable that makes the test binary something else than a test.
const role = "WIKIFORM_TEST_ROLE"

// roles are what the tests need as a process of its own.
var roles = map[string]func(args []string) error{}

func TestMain(m *testing.M) {
	if do := roles[os.Getenv(role)]; do != nil {
		if err := do(os.Args[1:]); err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, path, text string) string {
	t.Helper()
	check(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func link(t *testing.T, target, path string) string {
	t.Helper()
	check(t, os.Symlink(target, path))
	return path
}

func mkdir(t *testing.T, path string) string {
	t.Helper()
	check(t, os.Mkdir(path, 0o755))
	return path
}
