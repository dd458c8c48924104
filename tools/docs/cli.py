"""The page of the command line, out of the commands themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from inspect import cleandoc

import click
from tools.docs.markup import code, prose, table

from forumclean.cli import COMMANDS, main
from forumclean.settings.keys import KEYS

HEAD = """# The command line

Made from the code by `python -m tools.docs`; a test compares the two. `forumclean COMMAND --help` says the same.

Results go to standard output and nothing else does; messages go to standard error. Exit codes: 0 done · 1 `--strict` and there was
a warning · 2 wrong usage or a wrong settings file · 3 the input cannot be read or holds no thread, or the result cannot be written ·
4 the network failed · 5 the forum refuses · 6 several inputs and some failed · 70 a bug of forumclean.

Colour is used on a terminal only; `NO_COLOR` switches it off, `--color always` (or `never`) decides.
Control characters and changes of direction in a text are shown as escapes on a terminal; a pipe and a file get them as they are.
"""
SETTINGS = """## Settings files

`forumclean.toml` in the working folder or the nearest folder above it, over the file of the same name in the user's folder
(`~/.config/forumclean/` on Linux; `forumclean config` says where it is on yours). Options given on the command line hold over both.
An unknown key is an error that names file and line.

```toml
tables = ["my-tables"]        # folders of your own templates/, noise/, chrome/, words/ (docs/templates.md), from this file's folder

[defaults]
posts = "author"
min-probability = 0.8
decisions = "decisions.json"  # from this file's folder
```

"""
COMPLETION = """## Completion

```sh
eval "$(forumclean completion bash)"                                             # bash: in ~/.bashrc
eval "$(forumclean completion zsh)"                                              # zsh: in ~/.zshrc
forumclean completion fish > ~/.config/fish/completions/forumclean.fish          # fish
```
"""


def cli() -> str:
    """The whole page."""
    ctx = click.Context(main, info_name="forumclean")
    commands = [main.get_command(ctx, name) for name in COMMANDS]
    parts = [
        HEAD,
        table(("command", "does"), [(f"[`{n}`](#forumclean-{n})", prose(line)) for n, (line, _) in COMMANDS.items()]),
    ]
    parts.append("Options of `forumclean` itself, in front of the command:\n\n" + _options(main))
    parts += ["\n".join(_command(name, command)) for name, command in zip(COMMANDS, commands, strict=True) if command]
    rows = [
        (f"`{name}`", code(json.dumps(key.default)) if key.default is not None else "", prose(key.what))
        for name, key in KEYS.items()
    ]
    parts += [SETTINGS + table(("key", "default", "what it sets"), rows), COMPLETION]
    return "\n".join(parts)


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"forumclean {name}")
    yield f"## forumclean {name}\n"
    yield f"```text\n{' '.join(command.get_usage(context).removeprefix('Usage: ').split())}\n```\n"
    yield cleandoc(command.help or "").replace("\b", "").replace("[", "\\[") + "\n"
    if any(isinstance(parameter, click.Option) for parameter in command.params):
        yield _options(command)
    yield f"```sh\n{(command.epilog or '').removeprefix('Example: ')}\n```\n"


def _options(command: click.Command) -> str:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    return table(("option", "default", "meaning"), [(_name(o), _default(o), prose(o.help or "")) for o in options])


def _name(option: click.Option) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    if option.is_flag:
        return f"`{names}`"
    kind = option.type
    value = (
        "\\|".join(map(str, kind.choices))
        if isinstance(kind, click.Choice)
        else option.metavar or kind.name.upper().split()[0]
    )
    return f"`{names} {value}`"


def _default(option: click.Option) -> str:
    if option.is_flag or not isinstance(option.default, str | int | float) or isinstance(option.default, bool):
        return ""
    return code(str(option.default))
