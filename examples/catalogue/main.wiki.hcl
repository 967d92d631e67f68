# Two spreadsheets and a template give one page for every scan.

locals {
  # As Excel saves a CSV file where commas are decimal points. Without the separator it would be
  # found out, and every plan would say so.
  plates = csvdecode(file("plates.csv"), { separator = ";" })

  # A workbook needs no export. Its cells are what it shows, its dates 1903-03-14.
  collectors = { for c in xlsxdecode("collectors.xlsx", "Collectors") : c["Short name"] => c }
}

defaults {
  comment = "Herbarium, plates 1 to 30"
}

file "plate" {
  for_each = { for p in local.plates : p["Plate no."] => p }
  source   = "scans/${each.value.Scan}"

  # Scans are JPEG and TIFF, and a wiki wants the extension of what a file is.
  title = "Herbarium ${each.key} - ${each.value.Species}.${wiki::extension("scans/${each.value.Scan}")}"

  description = templatefile("plate.wikitext", {
    species = each.value.Species
    # Whatever stands in a cell stays within its parameter, also the | of plate 05.
    information = wiki::template("Information", {
      description = { en = "Herbarium plate ${each.key}: ''${each.value.Species}'' (${each.value["Common name"]})" }
      date        = each.value.Year
      source      = "Herbarium, box ${each.value.Box}; ${each.value.Place}"
      author      = "${local.collectors[each.value.Collector].Name} (born ${local.collectors[each.value.Collector].Born})"
    })
  })
}
