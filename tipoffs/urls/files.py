from django.urls import path

from tipoffs.views import files

urlpatterns = [path("<int:pk>/files/<uuid:uuid>/", files.file, name="file")]
