"""print.py ADDRESS FILE: prints a page with WebKitGTK, whose driver cannot, into a PDF on A4."""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

address, target = sys.argv[1:3]
problems = []

# Joined letters cannot be read back out of a PDF.
style = WebKit2.UserStyleSheet(
    "* { font-variant-ligatures: none !important }",
    WebKit2.UserContentInjectedFrames.TOP_FRAME,
    WebKit2.UserStyleLevel.USER,
    None,
    None,
)
content = WebKit2.UserContentManager()
content.add_style_sheet(style)
view = WebKit2.WebView(user_content_manager=content)
window = Gtk.OffscreenWindow()
window.add(view)
window.set_default_size(1280, 900)
window.show_all()


def settings() -> Gtk.PrintSettings:
    chosen = Gtk.PrintSettings()
    chosen.set_printer("Print to File")
    chosen.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, GLib.filename_to_uri(target))
    chosen.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    return chosen


def failed(problem: str) -> None:
    problems.append(problem)
    Gtk.main_quit()


def loaded(_: WebKit2.WebView, event: WebKit2.LoadEvent) -> None:
    if event != WebKit2.LoadEvent.FINISHED:
        return
    paper = Gtk.PageSetup()
    paper.set_paper_size(Gtk.PaperSize.new("iso_a4"))
    printing = WebKit2.PrintOperation.new(view)
    printing.set_print_settings(settings())
    printing.set_page_setup(paper)
    printing.connect("failed", lambda _, problem: failed(problem.message))
    printing.connect("finished", lambda _: Gtk.main_quit())
    printing.print_()


view.connect("load-changed", loaded)
view.connect("load-failed", lambda *given: failed(given[-1].message))
view.load_uri(address)
Gtk.main()
if problems:
    sys.exit(problems[0])
