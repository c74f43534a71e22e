"""All settings, read from the environment (a ``.env`` file beside ``manage.py`` is read first).

DEBUG stays off everywhere. ``DEMO=1`` is the demonstration: plain http on this machine, accounts shown, component
page, no forced password change. Everything else is production, which refuses to start half-configured.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = False
DEMO = env.bool("DEMO", default=False)
TESTING = env.bool("TESTING", default=False)

# --- what production must say, all of it named at once when it is missing ---------------------------------------------
_DEMO_KEY = "demonstration-only-key-never-used-in-production-0123456789abcdef"
_needed = {
    "SECRET_KEY": "签名密钥，50 个以上随机字符：python -c 'import secrets; print(secrets.token_urlsafe(64))'",
    "ALLOWED_HOSTS": "门户域名，多个用英文逗号分隔，例如 hgb.example.gov.cn",
    "TIPOFF_PEPPER": "举报查询码的密值，32 个以上随机字符，不得更换：python -c 'import secrets; print(secrets.token_urlsafe(48))'",
}
if not (DEMO or TESTING):
    _missing = [
        f"  {name}：{what}" for name, what in _needed.items() if not env.str(name, default="").strip()
    ]
    if _missing:
        raise ImproperlyConfigured(
            "正式运行还缺少以下配置（写入环境变量或 .env 文件）：\n" + "\n".join(_missing)
        )

SECRET_KEY = env.str("SECRET_KEY", default=_DEMO_KEY)
if not (DEMO or TESTING) and (len(SECRET_KEY) < 50 or SECRET_KEY == _DEMO_KEY):
    raise ImproperlyConfigured("SECRET_KEY 太短或是演示密钥：正式运行需要 50 个以上随机字符。")
# Query codes of tip-offs are stored as HMAC with this value, which never lies in the database; changing it ends all codes.
TIPOFF_PEPPER = env.str("TIPOFF_PEPPER", default="demonstration-only-pepper-never-used-in-production")
if not (DEMO or TESTING) and (len(TIPOFF_PEPPER) < 32 or TIPOFF_PEPPER.startswith("demonstration-only")):
    raise ImproperlyConfigured("TIPOFF_PEPPER 太短或是演示用值：正式运行需要 32 个以上随机字符。")
# Tip-offs: limits on how often strangers may try (off for measuring only), and where 快速离开 leads to.
TIPOFF_LIMITER = env.bool("TIPOFF_LIMITER", default=True)
# Folder of the office's own licensed fonts for official documents (lib/typesetting/office_fonts.py reads it for its children too).
OFFICIAL_FONTS_DIR = env.str("OFFICIAL_FONTS_DIR", default="")
# Requests a second to the public pages from one source and process, before anything is read; 0: off.
FLOOD_GUARD_PER_SECOND = env.int("FLOOD_GUARD_PER_SECOND", default=0 if TESTING else 5)
# For so many seconds each process remembers holidays, deadlines and the office's place; 0: asks every time.
REFERENCE_SECONDS = env.int("REFERENCE_SECONDS", default=0 if TESTING else 10)
LEAVE_URL = env.str("LEAVE_URL", default="https://www.gov.cn/")
# What one guess at a custodian's passphrase costs (argon2id): passes, KiB of memory, lanes.
CUSTODY_COST = (1, 8, 1) if TESTING else (3, 64 * 1024, 1)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORTAL_URL = env.str(
    "PORTAL_URL", default="http://localhost:8000" if DEMO or TESTING else f"https://{ALLOWED_HOSTS[0]}"
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "import_export",
    "django_tasks",
    "django_tasks_db",
    "capacity_portal.organization",
    "capacity_portal.journal",
    "capacity_portal.jobs",
    "capacity_portal.imports",
    "enterprises",
    "inspections",
    "tipoffs",
    "reports",
    "capacity_portal.dashboards",
    "capacity_portal.dashboards.back_office.BackOfficeConfig",
]

MIDDLEWARE = [
    "capacity_portal.lib.security_headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "capacity_portal.lib.floods.FloodMiddleware",
    "capacity_portal.dashboards.outages.OutageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "capacity_portal.organization.sessions.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "capacity_portal.organization.sessions.AccountDutiesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "capacity_portal.lib.readonly.ReadOnlyMiddleware",
]

ROOT_URLCONF = "capacity_portal.urls"
WSGI_APPLICATION = "capacity_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "capacity_portal.dashboards.navigation.portal",
            ],
        },
    },
]

# --- database ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
_database["CONN_HEALTH_CHECKS"] = True
_database["ATOMIC_REQUESTS"] = False
if _database["ENGINE"].endswith("sqlite3"):
    # Default (deferred) transactions lose 69-90 % of concurrent writes to "database is locked"; IMMEDIATE none.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            # not trusted_schema=OFF: SQLite 3.40 then refuses the json_valid() in the CHECK of every JSONField
        ),
    }
else:
    _options = _database.setdefault("OPTIONS", {})
    _options.setdefault("options", "-c statement_timeout=15s -c lock_timeout=5s")
    _options.setdefault("prepare_threshold", None)

# --- who --------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organization.Officer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "capacity_portal.organization.sign_in.OfficerBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "capacity_portal.organization.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "capacity_portal.organization.passwords.CommonPasswordValidator"},
    {"NAME": "capacity_portal.organization.passwords.OwnDataValidator"},
]
DENGBAO = env.bool("DENGBAO", default=False)
if DENGBAO:
    AUTH_PASSWORD_VALIDATORS.append({"NAME": "capacity_portal.organization.passwords.ThreeClassesValidator"})
PASSWORD_MAX_AGE_DAYS = 180 if DENGBAO else None
LOGIN_URL = "organization:sign-in"
LOGIN_REDIRECT_URL = "dashboards:desk"
LOGOUT_REDIRECT_URL = "organization:sign-in"
OTP_TOTP_ISSUER = env.str("OTP_TOTP_ISSUER", default="化解过剩产能工作门户")

# Five failures lock the account for 15 minutes; an address that fails for many accounts is locked as well.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_HANDLER = "capacity_portal.organization.sign_in.AttemptCounter"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_ADDRESS_FAILURE_LIMIT = env.int("SIGN_IN_ADDRESS_LIMIT", default=30)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "capacity_portal.organization.sign_in.locked_out"
AXES_USERNAME_CALLABLE = "capacity_portal.organization.sign_in.axes_username"
AXES_CLIENT_IP_CALLABLE = "capacity_portal.lib.client_address.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are in the journal
AXES_VERBOSE = False
# How many reverse proxies stand in front; 0: gunicorn faces the clients itself.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

SESSION_ENGINE = "capacity_portal.organization.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
_https = not (DEMO or TESTING)
SESSION_COOKIE_NAME = "__Host-sid" if _https else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_AGE = None  # until the browser is closed: a reporter leaves no trace for a year on his device
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "capacity_portal.dashboards.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=_https)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_HSTS_SECONDS = 2 * 365 * 86400 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = [
    "security.W002",  # frame options come from SecurityHeadersMiddleware
    "axes.W006",  # the address has its own limit in AttemptCounter
]
# Django 6's setting name and format; our own middleware sends it until then.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "blob:", "data:"],
    "media-src": ["'self'", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
SECURE_CSP_REPORT_ONLY: dict[str, list[str]] = {}

# --- language, files, messages ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "capacity_portal" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
FIXTURES_DIR = BASE_DIR / "fixtures"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TESTING
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_MAX_BYTES = 10 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

DEFAULT_EXCEPTION_REPORTER = "capacity_portal.lib.error_reports.BareReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

# Footer of every page, in the order of provincial portals.
SITE_FOOTER = {
    "sponsor": env.str("SITE_SPONSOR", default="（演示）化解过剩产能工作领导小组办公室"),
    "site_id": env.str("SITE_ID_CODE", default=""),
    "icp": env.str("SITE_ICP", default=""),
    "police": env.str("SITE_POLICE_ICP", default=""),
    "phone": env.str("SITE_PHONE", default=""),
    "technical": env.str("SITE_TECHNICAL", default=""),
}
DEMO_PASSWORD = "Yanshi-Menhu-2026"
# The two custodians of the demonstration (tipoff_handler, tipoff_handler_2).
DEMO_PASSPHRASES = ("演示甲 青原山下 四月油菜花开", "演示乙 赣江水面 九月白鹭南飞")
