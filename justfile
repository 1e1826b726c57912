# The verbs of `cargo xtask`, for those who prefer `just`. Nothing here does more than the verb it names.

# Lists the verbs.
default:
    @just --list --unsorted

# All that a change must pass; parts: relay client house model fuzz e2e reader.
test *parts:
    cargo xtask test {{parts}}

# Formatting, lints and the rules of the tree.
check:
    cargo xtask check

# Formats all sources.
fmt:
    cargo xtask fmt

# Builds both binaries and tests them from outside.
e2e:
    cargo xtask e2e

# Licences, sources and bans of the dependencies (needs cargo-deny).
deny *options:
    cargo xtask deny {{options}}

# Builds the book into target/book (needs mdbook).
book:
    cargo xtask book

# Runs the client in Python that was written from the specification alone.
reader *options:
    cargo xtask reader {{options}}

# Checks the frozen vectors; `just vectors --write` makes them anew.
vectors *options:
    cargo xtask vectors {{options}}

# Builds the release twice and compares it byte for byte.
reproduce *binary:
    cargo xtask reproduce {{binary}}

# Writes what is in each program to target/sbom.
sbom:
    cargo xtask sbom

# Asks the symbolic models of the messages.
verifpal:
    cargo xtask verifpal

# Walks the models; `--long` walks larger worlds.
model *options:
    cargo xtask model {{options}}

# Measures the relay beside the floor: `just bench relay --short`; or `bench growth`, `client`, `rooms`.
bench *options:
    cargo xtask bench {{options}}

# Tries to wear the relay down.
abuse *options:
    cargo xtask abuse {{options}}

# Asks the public WebSocket suite about the relay's framer; `--long` with large messages as well.
conformance *options:
    cargo xtask conformance {{options}}

# Holds the files of deploy/ against the programs that they are for.
deploy:
    cargo xtask deploy

# Looks at a living community with the operator's eyes; `--short` at one small community.
audit *options:
    cargo xtask audit {{options}}

# Takes each check of a rule away once; a test must notice.
mutants *rules:
    cargo xtask mutants {{rules}}

# Fuzzes every decoder and both cores (needs cargo-fuzz).
fuzz *options:
    cargo xtask fuzz {{options}}
