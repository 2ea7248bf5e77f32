"""The listening room: what several models choose for one clip, in columns under one playhead."""
