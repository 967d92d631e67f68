package spec

import "slices"

// mode gives how the page follows the description.
func (a *args) mode() Mode {
	text, ok := a.choice("description_mode")
	if !ok {
		return ModeExact
	}
	if Mode(text) != ModeExact && !a.has("description") {
		a.fault("description_mode", "Mode without a description", "description_mode says how the page follows the description, and there is none. Remove it, or set description.")
	}
	return Mode(text)
}

// lifecycle gives what protects a file, and in at where it was written.
func (a *args) lifecycle(at *Ranges) Lifecycle {
	c := Lifecycle{Overwrite: OverwriteAny}
	for _, b := range a.inner {
		c.Ignore = b.ignored()
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

func (a *args) ignored() []string {
	list, _ := a.list("ignore_changes")
	known := a.kind.attr("ignore_changes").values
	for i, text := range list {
		switch {
		case !slices.Contains(known, text):
			a.faultAt("ignore_changes", i, "Unknown value", "What can be ignored is %s, not %q.%s", allOf(known), text, didYouMean(text, known))
		case slices.Contains(list[:i], text):
			a.faultAt("ignore_changes", i, "Ignored twice", "%q is in the list already. Remove one of them.", text)
		}
	}
	return list
}
