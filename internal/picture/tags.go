package picture

// Tags that lead on or are needed one by one.
const (
	tagOrientation  = 0x0112
	tagExif         = 0x8769
	tagGPS          = 0x8825
	tagLatitudeRef  = 1
	tagLatitude     = 2
	tagLongitudeRef = 3
	tagLongitude    = 4
)

// The fields that are shown, under the names of the Exif standard. What only
// describes how the pixels are stored is not among them.
var (
	imageTags = map[uint16]string{
		0x010e: "ImageDescription", 0x010f: "Make", 0x0110: "Model", 0x0112: "Orientation",
		0x0131: "Software", 0x0132: "DateTime", 0x013b: "Artist", 0x013c: "HostComputer", 0x8298: "Copyright",
	}
	exifTags = map[uint16]string{
		0x829a: "ExposureTime", 0x829d: "FNumber", 0x8822: "ExposureProgram", 0x8827: "ISOSpeedRatings",
		0x9003: "DateTimeOriginal", 0x9004: "DateTimeDigitized", 0x9010: "OffsetTime", 0x9011: "OffsetTimeOriginal",
		0x9204: "ExposureBiasValue", 0x9209: "Flash", 0x920a: "FocalLength", 0xa001: "ColorSpace",
		0xa405: "FocalLengthIn35mmFilm", 0xa420: "ImageUniqueID", 0xa430: "CameraOwnerName",
		0xa431: "BodySerialNumber", 0xa433: "LensMake", 0xa434: "LensModel", 0xa435: "LensSerialNumber",
	}
	gpsTags = map[uint16]string{
		0x0006: "GPSAltitude", 0x0007: "GPSTimeStamp", 0x0011: "GPSImgDirection",
		0x001c: "GPSAreaInformation", 0x001d: "GPSDateStamp",
	}
)
