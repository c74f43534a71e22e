"""Writing documents: list, page, editor, preview, versions, comments."""

urlpatterns = []
