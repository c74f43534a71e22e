"""A short name for a browser, so that people recognise their own sessions; the full header is not kept."""

_BROWSERS = [
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("360", "360 浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome 内核浏览器"),
    ("Safari", "Safari"),
]
_SYSTEMS = [
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
]


def browser_name(user_agent: str) -> str:
    """``"Firefox（Windows）"`` for a User-Agent header; what is not known is called so."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "其他浏览器")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser}（{system}）" if system else browser
