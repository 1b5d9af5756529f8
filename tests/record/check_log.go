// Looks at a published log with Go's own packages, which know nothing of Cairn:
//
//	check_log FOLDER VKEY
//
// Every checkpoint is signed by VKEY; the newest is that of the tiles; each of checkpoints/ is the
// beginning of it; and every entry, where there are bundles, is in it. Says "SIZE entries N", or
// what is not so, and ends with 1.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error, what string) {
	if err != nil {
		fmt.Printf("the log is not whole: %s: %v\n", what, err)
		os.Exit(1)
	}
}

func fail(what string) { check(fmt.Errorf("it does not hold"), what) }

// The path that C2SP has for what x/mod calls tile/8/L/N and tile/8/data/N.
func pathOf(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), pathOf(tile)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func open(path string, vkey string) tlog.Tree {
	bytes, err := os.ReadFile(path)
	check(err, path)
	verifier, err := note.NewVerifier(vkey)
	check(err, "the key")
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	check(err, path)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail(path + " has other lines, or another origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, path)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err, path)
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

func entries(f folder, reader tlog.HashReader, tree tlog.Tree) int64 {
	var index int64
	for index < tree.N {
		width := tree.N - index
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: -1, N: index / 256, W: int(width)}
		data, err := os.ReadFile(filepath.Join(string(f), pathOf(tile)))
		check(err, pathOf(tile))
		for ; width > 0; width-- {
			if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
				fail(pathOf(tile) + " ends within an entry")
			}
			length := int(binary.BigEndian.Uint16(data))
			hash := tlog.RecordHash(data[2 : 2+length])
			data = data[2+length:]
			stored, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			check(err, "the tiles")
			if stored[0] != hash {
				fail(fmt.Sprintf("entry %d is another than in the tiles", index))
			}
			// A proof for each would say no more, and take long.
			if index%97 == 0 || index == tree.N-1 {
				proof, err := tlog.ProveRecord(tree.N, index, reader)
				check(err, "a proof")
				check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, hash), "a proof")
			}
			index++
		}
		if len(data) != 0 {
			fail(pathOf(tile) + " has more than its entries")
		}
	}
	return index
}

func main() {
	f := folder(os.Args[1])
	tree := open(filepath.Join(string(f), "checkpoint"), os.Args[2])
	reader := tlog.TileHashReader(tree, f)
	root, err := tlog.TreeHash(tree.N, reader)
	check(err, "the tiles")
	if root != tree.Hash {
		fail("the root of the tiles")
	}
	older, _ := filepath.Glob(filepath.Join(string(f), "checkpoints", "*"))
	for _, path := range older {
		old := open(path, os.Args[2])
		if filepath.Base(path) != strconv.FormatInt(old.N, 10) {
			fail(path + " is called by another size")
		}
		if old.N > tree.N {
			fail(path + " is of a larger log than the newest")
		}
		proof, err := tlog.ProveTree(tree.N, old.N, reader)
		check(err, path)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash), path)
		// Its own tiles are there too.
		then, err := tlog.TreeHash(old.N, tlog.TileHashReader(old, f))
		check(err, path)
		if then != old.Hash {
			fail(path)
		}
	}
	count := int64(0)
	if _, err := os.Stat(filepath.Join(string(f), "tile", "entries")); err == nil {
		count = entries(f, reader, tree)
	}
	fmt.Printf("%d entries %d\n", tree.N, count)
}
