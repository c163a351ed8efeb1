package app

// What the framework declares in the files that stay, and what it names of ours.
type (
	Dispatcher interface{}
	UI         interface{}
)

var (
	_ = Handler{}
	_ = newStore
	_ = encrypt
	_ = decrypt
	_ = isRemoteLocation
	_ = isStaticResourcePath
)
