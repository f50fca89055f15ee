"""The site of all releases: ``/v1.2.0/…`` beside ``/latest/``.

In: a project with releases. Out: under ``site/``, the pages of each release made from what was
frozen; a lasting address for everything that was ever published; the newest one as ``latest/``; a
list of the versions, and the changes from each to the next. A release's files are made once and
again only when the program or the looks of the site change: what they say never does.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from tahqiq.building import production
from tahqiq.building.report import Options, Report, Say
from tahqiq.errors import Place, ProjectError
from tahqiq.files import sha256, write_atomic
from tahqiq.press import manifest
from tahqiq.press.manifest import Made
from tahqiq.project import Project
from tahqiq.versions import difference_page, forwarding, overview
from tahqiq.versions.differences import between
from tahqiq.versions.fates import History, stage
from tahqiq.versions.releases import Release, releases

Entries = dict[str, Made]


def make(project: Project, options: Options, entries: Entries, report: Report, say: Say) -> None:
    """Make the site of all releases under the folder of a build.

    Raise ProjectError where there is no release.
    """
    every = releases(project)
    if not every:
        raise ProjectError(
            "there is no release to make a site of",
            place=Place(str(project.config or project.home)),
            hint="'tahqiq release 1.0.0 -m NOTE' makes the first",
        )
    for number in range(1, len(every) + 1):
        _release(project, options, every[:number], entries, report, say)
        if report.exit_code:
            return
    _whole(project, options, every, entries, report)


def _release(
    project: Project,
    options: Options,
    every: list[Release],
    entries: Entries,
    report: Report,
    say: Say,
) -> None:
    """Make the pages of the last of some releases."""
    release = every[-1]
    name = f"site/{release.name}"
    key = manifest.files_key(
        [*(path for one in every for path in _files(one)), *project.site_files],
        manifest.program_key(),
        project.settings,
    )
    if _is_kept(name, key, options.out, entries, report):
        return
    history = History([stage(one) for one in every])
    base = f"{project.settings.base.rstrip('/')}/{release.name}/" if project.settings.base else ""
    work = production.Production(
        release.project(replace(project.settings, base=base)),
        True,
        report,
        lambda line: say(f"{release.name}: {line}"),
        checked=False,
        dressed=project,
        former=forwarding.former(history),
    )
    made = work.make("html", options.out / "none", {}).outputs
    pages = {path.removeprefix("html/"): content for path, content in made.items()}
    pages.update(forwarding.pages(history, forwarding.anchors(pages)))
    _write(
        name,
        key,
        {f"{name}/{path}": page for path, page in pages.items()},
        options,
        entries,
        report,
    )


def _files(release: Release) -> list[Path]:
    return sorted(path for path in release.folder.rglob("*") if path.is_file())


def _whole(
    project: Project, options: Options, every: list[Release], entries: Entries, report: Report
) -> None:
    """Make what belongs to all releases: the newest, the list, the changes, the rules."""
    last = f"site/{every[-1].name}"
    key = manifest.files_key(
        [],
        manifest.program_key(),
        project.settings,
        [entries[f"site/{one.name}"].key for one in every],
    )
    if _is_kept("site", key, options.out, entries, report):
        return
    made = {
        f"site/latest/{path.removeprefix(f'{last}/')}": (options.out / path).read_bytes()
        for path in entries[last].outputs
    }
    history = History([stage(one) for one in every])
    folder = f"{urlsplit(project.settings.base).path.rstrip('/')}/latest"
    redirects, apache = forwarding.rules(history, folder)
    made["site/_redirects"] = redirects
    made["site/.htaccess"] = apache
    if project.settings.base:
        newest = f"{project.settings.base.rstrip('/')}/{every[-1].name}/sitemap.xml"
        made["site/robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {newest}\n".encode()
    made["site/index.html"] = overview.page(every, project.settings.title)
    made["site/versions.json"] = overview.data(every)
    made["site/robots.txt"] = _robots(project.settings.base, every[-1].name)
    for old, new in pairwise(every):
        page = difference_page.page(between(old.files, new.files), old.name, new.name, "../latest/")
        made[f"site/changes/{old.name}-{new.name}.html"] = page
    _write("site", key, made, options, entries, report)


def _robots(base: str, newest: str) -> bytes:
    """Return what crawlers may do, and where the list of the newest pages is."""
    listed = f"Sitemap: {base.rstrip('/')}/{newest}/sitemap.xml\n" if base else ""
    return f"User-agent: *\nAllow: /\n{listed}".encode()


def _is_kept(name: str, key: str, out: Path, entries: Entries, report: Report) -> bool:
    entry = entries.get(name)
    if entry is None or not entry.is_current(out, key):
        return False
    report.kept.extend(entry.outputs)
    return True


def _write(
    name: str,
    key: str,
    made: dict[str, bytes],
    options: Options,
    entries: Entries,
    report: Report,
) -> None:
    for path, content in made.items():
        write_atomic(options.out / path, content)
        report.made.append(path)
    digests = {path: sha256(content) for path, content in made.items()}
    entries.get(name, Made()).forget(options.out, digests)
    entries[name] = Made(key, digests)
    manifest.save(options.out, entries)
