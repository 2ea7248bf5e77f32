"""The tagger: DeepSim trained on tagged tracks for similarity in four dimensions, and for tags."""
