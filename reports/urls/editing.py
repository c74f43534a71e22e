"""Writing documents: list, page, editor, preview, versions, comments."""

from django.urls import path

from reports.views import (
    notice_comments,
    notice_edit,
    notice_list,
    notice_live,
    notice_new,
    notice_page,
    notice_papers,
    notice_paste,
    notice_versions,
)

urlpatterns = [
    path("reports/notices/", notice_list.notices, name="notices"),
    path("reports/notices/new/", notice_new.notice_new, name="notice-new"),
    path("reports/templates/", notice_new.templates, name="templates"),
    path("reports/notices/<int:pk>/", notice_page.notice, name="notice"),
    path("reports/notices/<int:pk>/edit/", notice_edit.notice_edit, name="notice-edit"),
    path("reports/notices/<int:pk>/paste/", notice_paste.notice_paste, name="notice-paste"),
    path("reports/notices/<int:pk>/live/", notice_live.notice_live, name="notice-live"),
    path(
        "reports/notices/<int:pk>/preview/<int:page>.png", notice_papers.notice_preview, name="notice-preview"
    ),
    path("reports/notices/<int:pk>/document.pdf", notice_papers.notice_pdf, name="notice-pdf"),
    path("reports/notices/<int:pk>/document.docx", notice_papers.notice_docx, name="notice-docx"),
    path("reports/notices/<int:pk>/versions/", notice_versions.notice_versions, name="notice-versions"),
    path("reports/notices/<int:pk>/compare/", notice_versions.notice_compare, name="notice-compare"),
    path("reports/notices/<int:pk>/comment/", notice_comments.comment_add, name="comment-add"),
    path("reports/comments/<int:pk>/settle/", notice_comments.comment_settle, name="comment-settle"),
]
