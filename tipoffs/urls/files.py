from django.urls import path

from tipoffs.views import files

urlpatterns = [path("tipoffs/<int:pk>/files/<uuid:uuid>/", files.file, name="file")]
