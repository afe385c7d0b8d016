"""The posts of the two links that confirm another mail address."""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse

from models.token import TokenPurpose
from services.accounts import mail_change
from services.refusals import Invalid, NotFound, TooMany
from webui.edge.door_posts import back, ip_of, posted, problems_of
from webui.edge.flash import Flash

ENDS: Mapping[str, TokenPurpose] = {'old': TokenPurpose.MAIL_OLD, 'new': TokenPurpose.MAIL_NEW}

router = APIRouter()


@router.post('/profile/mail/{end}/{token}')
async def confirm(request: Request, end: str, token: str) -> RedirectResponse:
    await posted(request)
    if end not in ENDS:
        raise HTTPException(404)
    address = f'/profile/mail/{end}/{token}'
    try:
        is_whole = await mail_change.confirm(ENDS[end], token, ip_of(request))
    except (Invalid, NotFound, TooMany) as refused:
        return back(address, address, Flash(problems=problems_of(refused)))
    return back(address, address, Flash(done=True, typed={'whole': 'yes'} if is_whole else {}))
