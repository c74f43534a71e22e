from django.urls import path

from tipoffs.views import case, track

urlpatterns = [
    path("tipoffs/leave/", track.leave, name="leave"),
    path("tipoffs/track/", track.track, name="track"),
    path("tipoffs/track/case/", case.case, name="case"),
    path("tipoffs/track/case/reply/", case.case_reply, name="case-reply"),
    path("tipoffs/track/case/file/", case.case_file, name="case-file"),
    path("tipoffs/track/case/rate/", case.case_rate, name="case-rate"),
    path("tipoffs/track/case/object/", case.case_object, name="case-object"),
    path("tipoffs/track/case/leave/", case.case_leave, name="case-leave"),
]
