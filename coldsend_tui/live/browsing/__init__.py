"""What is read only when somebody opens it: pages of long lists and single objects, kept by the screen that shows them."""
