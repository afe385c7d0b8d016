"""A password whose hash was made with the least work, so that a test which checks it does not pay for hashing."""

PASSWORD = 'caballo correcto batería'
PASSWORD_HASH = '$argon2id$v=19$m=8,t=1,p=1$6H0PYYzR+t/7n1PqnbOWcg$PWCYeuGPq0/WY+yWdAYp49FsGwqXkRGOlBBEeHOu09Q'
