"""The slow-free baseline of the ledger: bare SQL and a minimal Django template of the same rows, session and user included."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

BARE = """
SELECT e.id, e.name, e.credit_code, r.name, e.supervision_class, e.status, e.legal_representative, e.confirmed_at
FROM enterprises_enterprise e JOIN organization_region r ON r.id = e.region_id
WHERE e.region_code >= %s AND e.region_code < %s AND e.merged_into_id IS NULL
ORDER BY e.region_code, e.id LIMIT 51
"""
_TEMPLATE = """<!doctype html><title>{{ user.username }}</title><table>{% for row in rows %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"""


def bare_ledger(request):
    if not hasattr(bare_ledger, "template"):
        bare_ledger.template = engines["django"].from_string(_TEMPLATE)
    with connection.cursor() as cursor:
        cursor.execute(BARE, ["3608", "3609"])
        rows = cursor.fetchall()[:50]
    return HttpResponse(bare_ledger.template.render({"rows": rows, "user": request.user}))


@login_not_required
def hello(request):
    return HttpResponse("hello")


urlpatterns = [
    path("bench/bare/", bare_ledger),
    path("bench/hello/", hello),
    path("", include("capacity_portal.urls")),
]
