"""The peer: the smallest Django Channels server that does the benchmark's work.

One consumer. /ws/<room> subscribes to a group; /publish/<room> sends every text that comes in to the group and
answers with a dot when the channel layer has taken it. DEBUG is off, there is no database, no log.
PEER_LAYER chooses the channel layer (core or pubsub), PEER_REDIS is its address.
"""

import os

from django.conf import settings

LAYERS = {
    "core": "channels_redis.core.RedisChannelLayer",
    "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer",
}

settings.configure(
    DEBUG=False,
    SECRET_KEY="only for the benchmark, nothing is signed with it",
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["channels"],
    LOGGING_CONFIG=None,
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": LAYERS[os.environ.get("PEER_LAYER", "core")],
            "CONFIG": {"hosts": [os.environ["PEER_REDIS"]]},
        }
    },
)

import django  # noqa: E402

django.setup()

from channels.generic.websocket import AsyncJsonWebsocketConsumer, AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402


class Subscriber(AsyncJsonWebsocketConsumer):
    """Joins the room's group and passes on what is said there."""

    async def connect(self):
        self.group = self.scope["url_route"]["kwargs"]["room"]
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def entry(self, event):
        await self.send_json({"type": "entry", "text": event["text"]})


class Publisher(AsyncWebsocketConsumer):
    """Sends to the room's group and says when the layer has taken it."""

    async def receive(self, text_data=None, bytes_data=None):
        room = self.scope["url_route"]["kwargs"]["room"]
        await self.channel_layer.group_send(room, {"type": "entry", "text": text_data})
        await self.send(text_data=".")


application = ProtocolTypeRouter(
    {
        "websocket": URLRouter(
            [path("ws/<str:room>", Subscriber.as_asgi()), path("publish/<str:room>", Publisher.as_asgi())]
        )
    }
)
