package spec

// lifecycle gives what protects a file, and in at where it was written.
func (a *args) lifecycle(at *Ranges) Lifecycle {
	c := Lifecycle{Overwrite: OverwriteAny}
	for _, b := range a.inner {
		c.Ignore = b.several("ignore_changes", "ignored")
		c.PreventOverwrite, c.PreventDestroy = b.flag("prevent_overwrite"), b.flag("prevent_destroy")
		if text, ok := b.choice("overwrite"); ok {
			c.Overwrite = Overwrite(text)
		}
		at.Ignore, at.Overwrite = b.at("ignore_changes"), b.at("overwrite")
		at.PreventOverwrite, at.PreventDestroy = b.at("prevent_overwrite"), b.at("prevent_destroy")
		a.failed = a.failed || b.failed
	}
	return c
}
