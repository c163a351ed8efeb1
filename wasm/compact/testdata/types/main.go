// Command types asks package reflect for types that stand nowhere in it, which
// reflect looks for among those that the linker has listed, from the first one on.
package main

import (
	"fmt"
	"reflect"
)

func main() {
	array := reflect.TypeOf([3]int{})
	fmt.Println(reflect.PointerTo(array), reflect.ArrayOf(7, array), reflect.SliceOf(array), reflect.ChanOf(reflect.BothDir, array))
	fmt.Println(reflect.MapOf(array, array), reflect.FuncOf([]reflect.Type{array}, []reflect.Type{array}, false))
	fmt.Println(reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Field", Type: array}})))
}
