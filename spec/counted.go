package spec

import amount "wikiform/internal/number" // number is a type of the language here

func counted(n int, noun string) string { return amount.Of(n, noun) }

func grouped(n int) string { return amount.Grouped(n) }
