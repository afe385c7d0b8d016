"""A labelled control of a form, with its hint and its problem."""

from nicegui.element import Element

from webui.elements import tag


class Field:
    """A labelled control. `say` puts a problem at it, or takes it away."""

    def __init__(self, label: str, hint: str, control: Element, *, group: bool = False) -> None:
        self.control = control
        self.box = tag('div', '', 'field')
        with self.box:
            self.label = tag('p' if group else 'label', label, 'label')
            if not group:
                self.label.props['for'] = control.html_id
            self.hint = tag('p', '', 'hint')
            self.tell(hint)
            self.error = tag('p', '', 'error')
            self.error.set_visibility(False)
            control.move(self.box)
        if group:
            control.props['aria-labelledby'] = self.label.html_id
        control.props['aria-describedby'] = f'{self.hint.html_id} {self.error.html_id}'

    def tell(self, hint: str) -> None:
        """What helps to fill it in."""
        self.hint.text = hint
        self.hint.set_visibility(bool(hint))

    def say(self, problem: str) -> None:
        self.error.text = problem
        self.error.set_visibility(bool(problem))
        self.box.classes(**{'add' if problem else 'remove': 'has-error'})
        self.control.props['aria-invalid'] = 'true' if problem else 'false'
